import { DeclarationError } from "../../errors.ts";
import { readCounters } from "../../host/operations/counters.ts";
import { drain, undrain } from "../../host/operations/drain.ts";
import { whoIsOut } from "../../host/operations/who-is-out.ts";
import { type Asked, outAlready } from "../../host/out-already.ts";
import { ruleKey, serversByService } from "../../ipvs/rule.ts";
import { clientTable } from "../../model/client-table.ts";
import { ownerOf } from "../../model/owner.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import type { Session } from "../../ssh/session.ts";
import { type Away, isAway, onEach } from "../stack/on-each.ts";
import type { OpenStack } from "../stack/open-stack.ts";
import { realServerName } from "../stack/real-server-name.ts";
import { brokenQuorum } from "./broken-quorum.ts";
import { nobodyLeft } from "./nobody-left.ts";
import { type Place, placesOf } from "./places-of.ts";
import { refusingService } from "./refusing-service.ts";

/** What a drain, or its end, did on one director. */
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
		/** The address in ipvsadm's notation. */
		readonly service: string;
		/** Connections that are still open to the real server. */
		readonly active: number;
		/** Clients that persistence keeps with it. */
		readonly persistent: number;
	}[];
}

export type How = DrainHow | "lift";

interface DrainHow {
	readonly seconds: number | undefined;
	/** Whether it is drained even if no real server would be left that serves. Default: no. */
	readonly last?: boolean;
}

/**
 * Drains a real server on every director of its clusters, or lifts the drain. A director that cannot be reached is reported; the others are changed all the
 * same. Before a drain all directors are asked which real servers are already out.
 *
 * @param realServer names one machine, see `oneMachine`.
 * @throws DeclarationError if no such real server is deployed, a scheduler would refuse its clients, the sorry server would get all clients, or no real server
 * would be left that serves. Then nothing was changed.
 * @throws UsageError if it is the name of several machines.
 * @throws RemoteError if no director can be reached.
 */
export async function drainRealServer(
	stack: OpenStack,
	realServer: string,
	how: How,
	on?: Parameters<typeof onEach>[2],
): Promise<(Drained | Away)[]> {
	const places = placesOf(stack, realServer);
	const work = (place: Place, session: Session) =>
		drainThere(session, place, how);
	if (how === "lift") return onEach(places, work, on);
	const refuse = (message: string | undefined) => {
		if (message !== undefined)
			throw new DeclarationError(`stack ${stack.stack.name}`, [
				{ path: realServer, message },
			]);
	};
	refuse(hashed(places));
	const asked = await onEach(
		places,
		async (place, session) => ({
			...place,
			out: await whoIsOut(session, ownerOf(place), place.desired),
		}),
		on,
	);
	const there = asked.flatMap((each) => (isAway(each) ? [] : [each]));
	refuse(tooFew(stack, there, how));
	const done = (await onEach(there, work, on)).values();
	return asked.flatMap((each) =>
		isAway(each) ? [each] : (done.next().value ?? []),
	);
}

function hashed(places: readonly Place[]): string | undefined {
	const refusing = refusingService(places);
	return refusing === undefined
		? undefined
		: `its clients of ${refusing} would be refused: a hash scheduler goes on naming a drained real server; declare its -fallback flag, or remove the real server`;
}

/** Why clients would be worse off, as too few real servers would be left. Undefined: enough are left. */
function tooFew(
	{ realServers }: Pick<OpenStack, "realServers">,
	places: readonly (Place & Asked)[],
	{ last = false }: DrainHow,
): string | undefined {
	return places
		.map((place) => {
			const { component, address } = place;
			const out = outAlready(
				places.filter((each) => each.component === component),
				(each) => realServerName(realServers, component, each),
			);
			return (
				brokenQuorum(place, address, out) ??
				(last ? undefined : nobodyLeft(place, address, out))
			);
		})
		.find(Boolean);
}

async function drainThere(
	session: Session,
	{ component, name, desired, realServer, address }: Place,
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
