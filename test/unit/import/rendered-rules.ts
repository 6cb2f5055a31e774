import type { Imported } from "../../../src/import/declare-rules.ts";
import { lacksGateway } from "../../../src/import/lacks-gateway.ts";
import { ruleLine } from "../../../src/ipvs/command.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import { rulesOf } from "../../../src/render/rules.ts";

/** The rules that the declarations render to, when what the configuration does not tell is filled in. */
export function renderedRules({
	clusters,
}: Pick<Imported, "clusters">): string[] {
	return clusters.flatMap((cluster) => {
		const { realServers, directors = { lb: {} }, failover } = cluster;
		return rulesOf(
			clusterDoor.parse("web", {
				...cluster,
				directors: Object.fromEntries(
					Object.entries(directors).map(([name, director], index) => [
						name,
						{
							host: { address: name },
							address: `10.0.0.${254 - index}`,
							...director,
						},
					]),
				),
				...(lacksGateway(cluster)
					? { failover: { ...failover, gateway: "10.0.0.200" } }
					: {}),
				realServers: Object.fromEntries(
					Object.entries(realServers).map(([name, server]) => [
						name,
						{ ...server, host: { address: name } },
					]),
				),
			}),
		).map(ruleLine);
	});
}
