import { isIP, isIPv6 } from "node:net";
import type { HostConnection } from "../model/host.ts";

/** A machine, and the user who logs in there. */
export type Target = Pick<HostConnection, "address" | "user" | "port">;

/**
 * Reads `[user@]host[:port]`, as ssh takes it: an IPv6 address stands in brackets, and may stand without them if no port follows.
 *
 * @returns undefined for a text of another form
 */
export function readTarget(text: string): Target | undefined {
	const [, user, place = ""] =
		/^(?:ssh:\/\/)?(?:([^@:/\s]+)@)?([^@/\s]+)$/.exec(text) ?? [];
	const { address, port } = isIPv6(place)
		? { address: place, port: undefined }
		: readPlace(place);
	if (address === undefined) return undefined;
	if (port !== undefined && !(Number(port) > 0 && Number(port) <= 65535))
		return undefined;
	return {
		address,
		...(user === undefined ? {} : { user }),
		...(port === undefined ? {} : { port: Number(port) }),
	};
}

function readPlace(place: string) {
	const [, bracketed = "", name, port] =
		/^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d+))?$/.exec(place) ?? [];
	return { address: isIP(bracketed) === 0 ? name : bracketed, port };
}
