import type { HostConnection } from "../model/host.ts";
import { UsageError } from "./usage-error.ts";

const written = "a director is written user@host[:port]";

/** The connection that `user@host[:port]` means; undefined where it is written otherwise. */
export function directorOf(
	name: string,
	{
		identity,
		knownHosts,
	}: { readonly identity?: string; readonly knownHosts?: string },
): HostConnection | undefined {
	const [, user, address, port] =
		/^([^/@\s]+)@([^/@:\s]+)(?::([^/@:\s]*))?$/.exec(name) ?? [];
	if (user === undefined || address === undefined) return undefined;
	if (port !== undefined && !(Number(port) > 0 && Number(port) <= 65535))
		throw new UsageError(`${name}: "${port}" is no port; ${written}`);
	return {
		user,
		address,
		...(port === undefined ? {} : { port: Number(port) }),
		...(identity === undefined ? {} : { privateKeyFile: identity }),
		...(knownHosts === undefined ? {} : { knownHosts }),
	};
}

/** For what is neither a file nor a director. */
export function neitherFileNorDirector(name: string): UsageError {
	return new UsageError(`${name}: no such file; ${written}`);
}
