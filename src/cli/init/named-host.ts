import type { HostConnection } from "../../model/host.ts";
import { readConnectionAddress, readUser } from "../../model/host-leaves.ts";
import { isName, nameAdvice } from "../../model/name.ts";
import { UsageError } from "../usage-error.ts";

/** A host of the new project, under the name that the declaration has for it. */
export interface NamedHost {
	readonly name: string;
	readonly connection: HostConnection;
}

/**
 * The host that `[name=][user@]host[:port]` means.
 *
 * @param usual what the text leaves out
 * @throws UsageError where it is written otherwise
 */
export function namedHost(
	flag: string,
	text: string,
	usual: {
		readonly name: string;
		readonly connection: Partial<HostConnection>;
	},
): NamedHost {
	const [, name = usual.name, user, address, port] =
		/^(?:([^=@:/\s]*)=)?(?:([^=@:/\s]+)@)?([^=@:/\s]+)(?::(\d+))?$/.exec(
			text,
		) ?? [];
	if (address === undefined)
		throw new UsageError(
			`${flag} ${text}: a host is written [name=][user@]host[:port]`,
		);
	for (const found of [
		readConnectionAddress(address),
		...(user === undefined ? [] : [readUser(user)]),
	])
		if ("problem" in found)
			throw new UsageError(`${flag} ${text}: ${found.problem}`);
	if (port !== undefined && !(Number(port) > 0 && Number(port) <= 65535))
		throw new UsageError(`${flag} ${text}: "${port}" is no port`);
	if (!isName(name))
		throw new UsageError(
			`${flag} ${text}: "${name}" is no name; ${nameAdvice}`,
		);
	return {
		name,
		connection: {
			...usual.connection,
			address,
			...(port === undefined ? {} : { port: Number(port) }),
			...(user === undefined ? {} : { user }),
		},
	};
}
