import { DeclarationError } from "../errors.ts";
import { drain, undrain } from "../host/operations/drain.ts";
import { parseTable } from "../ipvs/parse-rule.ts";
import { ruleKey, servicesOf } from "../ipvs/rule.ts";
import { keepsDrained } from "../ipvs/schedulers.ts";
import { didYouMean } from "../model/nearest.ts";
import type { HostInputs } from "../provider/host-resource.ts";
import { withSession } from "../ssh/with-session.ts";
import { deployedCluster } from "./deployed.ts";

/**
 * Drains a real server on every director of its cluster, or lifts the drain.
 *
 * @throws DeclarationError where no such real server is deployed, or a scheduler would refuse its clients.
 */
export async function drainRealServer(
	folder: string,
	realServer: string,
	how: { readonly seconds: number | undefined } | "lift",
): Promise<void> {
	const { directors, realServers } = await deployedCluster(folder);
	const found = realServers.filter(({ name }) => name === realServer);
	const names = realServers.map(({ name }) => name);
	const wrong = (message: string) =>
		new DeclarationError(folder, [{ path: realServer, message }]);
	if (found.length === 0)
		throw wrong(
			`no such real server${didYouMean(realServer, names) || `; there are ${names.join(", ")}`}`,
		);
	for (const { component, desired } of found)
		for (const director of directors.filter(
			(director) => director.component === component,
		)) {
			const refusing = how === "lift" ? undefined : refusingService(director);
			if (refusing !== undefined)
				throw wrong(
					`its clients of ${refusing} would be refused: a hash scheduler goes on naming a drained real server; declare its -fallback flag, or remove the real server`,
				);
			await withSession(director.connection, (session) =>
				how === "lift"
					? undrain(session, component, desired.ownAddress)
					: drain(session, component, desired.ownAddress, how.seconds),
			);
		}
}

function refusingService({ desired }: HostInputs): string | undefined {
	const service = servicesOf(parseTable(desired.ipvs)).find(
		(service) => !keepsDrained(service),
	);
	return service && ruleKey(service);
}
