import type { Desired, Role } from "../model/desired.ts";
import type { HostConnection } from "../model/host.ts";
import { machineLabel, sshPort } from "../ssh/host-label.ts";

/** What decides it, of the inputs of a host's resource. */
interface Placed {
	readonly component: string;
	readonly role: Role;
	readonly vip?: string;
	readonly connection: HostConnection;
	readonly desired: Desired;
}

/** Why a resource is replaced, and in which order. No properties: it is changed where it is. */
export interface Replacement {
	readonly replaces: readonly (keyof Placed)[];
	readonly oldFirst: boolean;
	readonly notes: readonly string[];
}

/**
 * Whether a host's resource is another one now. The new one comes first, and the old one is taken back at the end of the same `up`: nobody waits
 * meanwhile. Only a VIP cannot be in two places, so there the old one goes first.
 *
 * Another way to the same machine is no reason: the state must have the connection that works now, or destroy could not use it.
 */
export function replacement(before: Placed, now: Placed): Replacement {
	const another = isAnotherMachine(before, now);
	const renamed = before.component !== now.component;
	const otherVip = before.vip !== now.vip;
	const movesVip = another && now.role === "director" && !otherVip;
	const from = another ? machineLabel(before.connection) : "";
	return {
		replaces: [
			...(renamed ? (["component"] as const) : []),
			...(otherVip ? (["vip"] as const) : []),
			...(another ? (["connection"] as const) : []),
		],
		oldFirst: movesVip || (otherVip && !renamed && !another),
		notes: !another
			? []
			: movesVip
				? [
						`this is another machine than ${from}: ${now.vip} cannot be on both, so it is taken back there first, and nobody is served until this one has it`,
					]
				: [
						`this is another machine than ${from}: it is set up first, and what is on ${from} is taken back at the end${dataStays(now)}`,
					],
	};
}

/** What is not known yet at a preview is a text in place of an object. */
type Unknowable = { readonly ownAddress?: string; readonly address?: string };

/**
 * Whether two connections lead to two machines. Two addresses of SSH do not prove it, as one machine may be reached in two ways. So
 * where both declare the machine's own address in the cluster, that must differ too. Where both pin the same host key, it is one machine.
 *
 * The answer may be "two" for what is one machine. Then the record on that machine belongs to the new resource, and the removal of the
 * old one takes nothing away.
 */
function isAnotherMachine(before: Placed, now: Placed): boolean {
	const was: Unknowable = before.connection;
	const is: Unknowable = now.connection;
	if (was.address === undefined || is.address === undefined) return false;
	const keys = [before.connection.hostKey, now.connection.hostKey];
	if (keys[0] !== undefined && keys[0] === keys[1]) return false;
	const address = was.address.toLowerCase() !== is.address.toLowerCase();
	const port = sshPort(before.connection) !== sshPort(now.connection);
	const own = [before.desired, now.desired].map(
		// a state of version 0.1 has an empty text for none
		(desired: Unknowable) => desired.ownAddress || undefined,
	);
	if (own.some((known) => known === undefined)) return address;
	return (address || port) && own[0] !== own[1];
}

function dataStays({ role }: Placed): string {
	return role === "database" || role === "storage" || role === "session-store"
		? "; the data that is stored there does not come along"
		: "";
}
