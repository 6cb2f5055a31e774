import type { HostConnection } from "../model/host.ts";
import { sshPort } from "../ssh/host-label.ts";

/** A value that is not known yet at a preview is a text in place of an object. */
type Unknowable = { readonly ownAddress?: string; readonly address?: string };

interface Placed {
	readonly connection: HostConnection;
	readonly desired: { readonly ownAddress?: string };
}

/**
 * Whether two connections lead to two machines. Two addresses of SSH do not prove it, as one machine may be reached in two ways. So if both declare the
 * machine's own address in the cluster, that must differ too. If both pin the same host key, it is one machine.
 *
 * The answer may be "two" although it is one machine. Then the record on that machine belongs to the new resource, and the removal of the old one takes nothing
 * away.
 */
export function isAnotherMachine(before: Placed, now: Placed): boolean {
	const was: Unknowable = before.connection;
	const is: Unknowable = now.connection;
	if (was.address === undefined || is.address === undefined) return false;
	const keys = [before.connection.hostKey, now.connection.hostKey];
	if (keys[0] !== undefined && keys[0] === keys[1]) return false;
	const address = was.address.toLowerCase() !== is.address.toLowerCase();
	const port = sshPort(before.connection) !== sshPort(now.connection);
	const own = [before.desired, now.desired].map(
		// a state of version 0.1 has an empty text for an undefined one
		(desired: Unknowable) => desired.ownAddress || undefined,
	);
	if (own.some((known) => known === undefined)) return address;
	return (address || port) && own[0] !== own[1];
}
