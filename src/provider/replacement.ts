import type { Desired, Role } from "../model/desired.ts";
import type { HostConnection } from "../model/host.ts";
import { machineLabel } from "../ssh/host-label.ts";
import { isAnotherMachine } from "./another-machine.ts";

/** The inputs of a host's resource that decide it. */
interface Placed {
	readonly component: string;
	readonly role: Role;
	readonly vip?: string;
	readonly connection: HostConnection;
	readonly desired: Desired;
}

/** Why a resource is replaced, and in which order. No properties: it is changed in place. */
export interface Replacement {
	readonly replaces: readonly (keyof Placed)[];
	readonly oldFirst: boolean;
	readonly notes: readonly string[];
}

/**
 * Whether a host's resource is another one now. The new one comes first, and the old one is removed at the end of the same `up`: so the service is not
 * interrupted. Only a VIP cannot be in two places, so there the old one goes first.
 *
 * Another connection to the same machine is no reason: the state must have the connection that works now, or destroy could not use it.
 */
export function replacement(before: Placed, now: Placed): Replacement {
	const another = isAnotherMachine(before, now);
	const renamed = before.component !== now.component;
	const otherVip = before.vip !== now.vip;
	const movesVip = another && now.role === "director" && !otherVip;
	const oldFirst = movesVip || (otherVip && !renamed && !another);
	return {
		replaces: [
			...(renamed ? (["component"] as const) : []),
			...(otherVip ? (["vip"] as const) : []),
			...(another ? (["connection"] as const) : []),
		],
		oldFirst,
		notes: another
			? [onAnother(before, now, movesVip)]
			: oldFirst && now.role === "director"
				? [
						`the VIP is another one: ${before.vip ?? "the former one"} is taken back here and on all real servers first, open connections end, and nobody is served on either address until this director has the new one, which knows of no drain (lvsctl drain): a real server that is drained gets connections again; to serve on both meanwhile, declare a second cluster with the new VIP beside this one, and take this one out later`,
					]
				: [],
	};
}

function onAnother(before: Placed, now: Placed, movesVip: boolean): string {
	const from = machineLabel(before.connection);
	return `this is another machine than ${from}: ${
		movesVip
			? `${now.vip} cannot be on both, so it is taken back there first, and nobody is served until this one has it; this one knows of no drain (lvsctl drain): a real server that is drained gets connections again`
			: `it is set up first, and what is on ${from} is taken back at the end${dataStays(now)}`
	}`;
}

function dataStays({ role, desired }: Placed): string {
	return role === "database" || role === "storage" || desired.data !== undefined
		? "; the data that is stored there does not move: bring it first"
		: role === "session-store"
			? "; the sessions that are stored there do not move"
			: "";
}
