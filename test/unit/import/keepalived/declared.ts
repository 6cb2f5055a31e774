import { declareKeepalived } from "../../../../src/import/keepalived/declare-keepalived.ts";
import { readKeepalived } from "../../../../src/import/keepalived/read-keepalived.ts";
import { lacksGateway } from "../../../../src/import/lacks-gateway.ts";
import { ruleLine } from "../../../../src/ipvs/command.ts";
import { clusterDoor } from "../../../../src/model/cluster-door.ts";
import { rulesOf } from "../../../../src/render/rules.ts";

/** What a configuration declares, and what is told of it, as short lines. */
export function declared(text: string, markVip?: string) {
	const { clusters, unread, remarks } = declareKeepalived(
		readKeepalived(text, undefined),
		{ markVip },
	);
	const told = (lines: typeof unread) =>
		lines.map(({ line, text, reason }) => `${line}: ${text}: ${reason}`);
	return {
		clusters,
		/** `VIP service` -> how it is declared. */
		services: Object.fromEntries(
			clusters.flatMap(({ vip, services }) =>
				Object.entries(services).map(([name, service]) => [
					`${vip} ${name}`,
					service,
				]),
			),
		),
		unread: told(unread),
		remarks: told(remarks),
	};
}

/** The rules that the declarations render to, when what the configuration does not tell is filled in. */
export function renderedRules({
	clusters,
}: Pick<ReturnType<typeof declared>, "clusters">): string[] {
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
