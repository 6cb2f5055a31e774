import type { DrillEvent } from "../drill/drill-event.ts";
import type { Machine } from "../drill/machine.ts";
import { balancesOf } from "../model/balances.ts";
import type { Cluster, Service } from "../model/cluster.ts";
import { keyOfService } from "../model/service-match.ts";
import { isSameHost } from "./is-same-host.ts";
import type { TakesAway } from "./outage-shapes.ts";
import { hostKey, type PlannedAct } from "./planned-act.ts";

/**
 * The real servers that an outage takes away from clients, and what must be known before it does. Undefined: it takes none. Where it befalls a whole machine, also
 * one that is a director.
 *
 * @param asks the service that is asked.
 */
export function takesAway(
	{ befalls }: DrillEvent,
	acts: readonly PlannedAct[],
	{
		cluster,
		machines,
		asks,
	}: {
		readonly cluster: Cluster;
		readonly machines: readonly Machine[];
		readonly asks: Service;
	},
): TakesAway | undefined {
	const isMeant = befalls === "real-server";
	const all = acts.flatMap(({ by, host }) => {
		const hit = machines.find((machine) => hostKey(machine) === host);
		const found = isMeant
			? hit
			: machines.find(
					({ role, connection }) =>
						by !== "script" &&
						role === "real-server" &&
						hit !== undefined &&
						isSameHost(connection, hit.connection),
				);
		const address = found?.desired.ownAddress;
		return found === undefined || address === undefined
			? []
			: { host, name: found.name, address };
	});
	const directors = machines.filter(({ role }) => role === "director");
	const [first] = directors;
	if (all.length === 0 || first === undefined) return undefined;
	return {
		realServers: Object.fromEntries(
			all.map(({ host, name, address }) => [
				host,
				{
					...{ name, address },
					...(isMeant ? { asked: keyOfService(cluster.vip, asks) } : {}),
				},
			]),
		),
		directors: directors.map((machine) => ({
			name: machine.name,
			host: hostKey(machine),
			cluster: machine.component,
		})),
		// what clients use is alike on all of them
		balances: balancesOf(
			first.desired,
			all.map(({ address }) => address),
		),
		names: Object.fromEntries(
			cluster.realServers.map(({ name, address }) => [address, name]),
		),
	};
}
