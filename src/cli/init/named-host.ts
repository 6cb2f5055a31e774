import type { HostConnection } from "../../model/host.ts";
import { readConnectionAddress, readUser } from "../../model/host-leaves.ts";
import { isName, nameAdvice } from "../../model/name.ts";
import { hostLabel } from "../../ssh/host-label.ts";
import { readTarget } from "../../ssh/read-target.ts";
import { UsageError } from "../usage-error.ts";

/** A host of the new project, under the name that the declaration has for it. */
export interface NamedHost {
	readonly name: string;
	readonly connection: HostConnection;
}

/**
 * The host that `[name=][user@]host[:port]` means.
 *
 * @param usual the values that the text leaves out
 * @throws UsageError if the text has another form
 */
export function namedHost(
	flag: string,
	text: string,
	usual: {
		readonly name: string;
		readonly connection: Partial<HostConnection>;
	},
): NamedHost {
	const [, name = usual.name, rest = ""] =
		/^(?:([^=@:/\s]*)=)?([^=]+)$/.exec(text) ?? [];
	const target = readTarget(rest);
	if (target === undefined)
		throw new UsageError(
			`${flag} ${text}: a host is written [name=][user@]host[:port]`,
		);
	for (const found of [
		readConnectionAddress(target.address),
		...(target.user === undefined ? [] : [readUser(target.user)]),
	])
		if ("problem" in found)
			throw new UsageError(`${flag} ${text}: ${found.problem}`);
	if (!isName(name))
		throw new UsageError(
			`${flag} ${text}: "${name}" is no name; ${nameAdvice}`,
		);
	return {
		name,
		connection: { ...usual.connection, ...target },
	};
}

/** @throws UsageError if two hosts have the same name, or the same address and user. */
export function refuseTwice(hosts: readonly NamedHost[]): void {
	for (const [index, { name, connection }] of hosts.entries())
		for (const other of hosts.slice(0, index))
			if (
				other.name === name ||
				hostLabel(other.connection) === hostLabel(connection)
			)
				throw new UsageError(
					`${name} (${hostLabel(connection)}): named twice, as ${other.name} (${hostLabel(other.connection)}) too`,
				);
}
