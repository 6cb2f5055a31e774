import { DeclarationError } from "../../errors.ts";
import { readCounters } from "../../host/operations/counters.ts";
import { drain, undrain } from "../../host/operations/drain.ts";
import { ruleKey, serversByService } from "../../ipvs/rule.ts";
import { clientTable } from "../../model/client-table.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import type { Session } from "../../ssh/session.ts";
import { type Away, onEach } from "../stack/on-each.ts";
import type { OpenStack } from "../stack/open-stack.ts";
import { brokenQuorum } from "./broken-quorum.ts";
import { type Place, placesOf } from "./places-of.ts";
import { refusingService } from "./refusing-service.ts";

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

export type How = { readonly seconds: number | undefined } | "lift";

/**
 * Drains a real server on every director of its clusters, or lifts the drain. A director that is away is told of, and keeps no
 * other from it.
 *
 * @throws DeclarationError where no such real server is deployed, a scheduler would refuse its clients, or a sorry server would get
 * all. Nothing was changed then.
 * @throws RemoteError where all directors are away.
 */
export async function drainRealServer(
	stack: OpenStack,
	realServer: string,
	how: How,
	on?: Parameters<typeof onEach>[2],
): Promise<(Drained | Away)[]> {
	const places = placesOf(stack, realServer);
	const message = how === "lift" ? undefined : whyNot(places);
	if (message !== undefined)
		throw new DeclarationError(`stack ${stack.stack.name}`, [
			{ path: realServer, message },
		]);
	return onEach(
		places,
		(place, session) => drainThere(session, place, realServer, how),
		on,
	);
}

/** Why clients would be worse off for it; undefined: they would not. */
function whyNot(places: readonly Place[]): string | undefined {
	const refusing = refusingService(places);
	return refusing === undefined
		? places.map((place) => brokenQuorum(place, place.address)).find(Boolean)
		: `its clients of ${refusing} would be refused: a hash scheduler goes on naming a drained real server; declare its -fallback flag, or remove the real server`;
}

async function drainThere(
	session: Session,
	{ component, name, desired, address }: Place,
	realServer: string,
	how: How,
): Promise<Drained> {
	const { now, wasDrained } =
		how === "lift"
			? await undrain(session, component, address)
			: await drain(session, component, address, how.seconds);
	const counters = await readCounters(session);
	return {
		realServer,
		address,
		cluster: component,
		director: name,
		drained: how !== "lift",
		wasDrained,
		...(how === "lift" || how.seconds === undefined
			? {}
			: { until: new Date((now + how.seconds) * 1000).toISOString() }),
		services: keysOf(desired, address).map(({ service, key }) => {
			const { active = 0, persistent = 0 } = counters.get(key) ?? {};
			return { service, active, persistent };
		}),
	};
}

/** The services that a real server has on a director, and the key of its rule in each. */
function keysOf(desired: HostInputs["desired"], address: string) {
	return [...serversByService(clientTable(desired))].flatMap(
		([service, servers]) =>
			servers
				.filter((server) => server.address.text === address)
				.map((server) => ({ service, key: ruleKey(server) })),
	);
}
