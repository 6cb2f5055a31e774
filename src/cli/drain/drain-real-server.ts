import { DeclarationError } from "../../errors.ts";
import { readCounters } from "../../host/operations/counters.ts";
import { drain, undrain } from "../../host/operations/drain.ts";
import { ruleKey, serversByService, servicesOf } from "../../ipvs/rule.ts";
import { keepsDrained } from "../../ipvs/schedulers.ts";
import { clientTable } from "../../model/client-table.ts";
import { didYouMean } from "../../model/nearest.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import { onHost } from "../stack/on-host.ts";
import type { OpenStack } from "../stack/open-stack.ts";

/** What a drain, or the end of one, did on one director. */
export interface Drained {
	readonly realServer: string;
	readonly address: string;
	readonly cluster: string;
	readonly director: string;
	/** Whether it is drained now, and whether it was before. */
	readonly drained: boolean;
	readonly wasDrained: boolean;
	/** When the drain ends by itself, by the director's clock, as in ISO 8601. */
	readonly until?: string;
	readonly services: readonly {
		/** As ipvsadm names it. */
		readonly service: string;
		/** Connections that are still open to the real server. */
		readonly active: number;
		/** Clients that persistence keeps with it. */
		readonly persistent: number;
	}[];
}

/**
 * Drains a real server on every director of its cluster, or lifts the drain.
 *
 * @throws DeclarationError where no such real server is deployed, or a scheduler would refuse its clients.
 */
export async function drainRealServer(
	{ directors, realServers, stack }: OpenStack,
	realServer: string,
	how: { readonly seconds: number | undefined } | "lift",
): Promise<Drained[]> {
	const found = realServers.filter(({ name }) => name === realServer);
	const names = realServers.map(({ name }) => name);
	const there =
		names.length === 0
			? "the stack has none that is reached as a host; run up, which adds those that are declared"
			: `there are ${names.join(", ")}`;
	const wrong = (message: string) =>
		new DeclarationError(`stack ${stack.name}`, [
			{ path: realServer, message },
		]);
	if (found.length === 0)
		throw wrong(
			`no such real server${didYouMean(realServer, names) || `; ${there}`}`,
		);
	const done: Drained[] = [];
	for (const { component, desired } of found)
		for (const director of directors.filter(
			(director) => director.component === component,
		)) {
			const refusing = how === "lift" ? undefined : refusingService(director);
			if (refusing !== undefined)
				throw wrong(
					`its clients of ${refusing} would be refused: a hash scheduler goes on naming a drained real server; declare its -fallback flag, or remove the real server`,
				);
			const address = desired.ownAddress;
			await onHost(director, async (session) => {
				const { now, wasDrained } =
					how === "lift"
						? await undrain(session, component, address)
						: await drain(session, component, address, how.seconds);
				const counters = await readCounters(session);
				done.push({
					realServer,
					address,
					cluster: component,
					director: director.name,
					drained: how !== "lift",
					wasDrained,
					...(how === "lift" || how.seconds === undefined
						? {}
						: { until: new Date((now + how.seconds) * 1000).toISOString() }),
					services: keysOf(director, address).map(({ service, key }) => {
						const { active = 0, persistent = 0 } = counters.get(key) ?? {};
						return { service, active, persistent };
					}),
				});
			});
		}
	if (done.length === 0)
		throw wrong("its director is not in the stack; run up, which adds it");
	return done;
}

/** The services that a real server has on a director, and the key of its rule in each. */
function keysOf({ desired }: HostInputs, address: string) {
	return [...serversByService(clientTable(desired))].flatMap(
		([service, servers]) =>
			servers
				.filter((server) => server.address.text === address)
				.map((server) => ({ service, key: ruleKey(server) })),
	);
}

function refusingService({ desired }: HostInputs): string | undefined {
	const service = servicesOf(clientTable(desired)).find(
		(service) => !keepsDrained(service),
	);
	return service && ruleKey(service);
}
