import { isIPv6 } from "node:net";
import type { HostConnection } from "../../model/host.ts";
import { canAskSsh, isInSshConfig } from "../../ssh/ask-ssh.ts";
import { jumpOf } from "../../ssh/jump-of.ts";
import { readTarget } from "../../ssh/read-target.ts";
import { UsageError } from "../usage-error.ts";

const written =
	"a director is written user@host[:port], or as a name of ~/.ssh/config";

/** What a command line says about the connection to a director. */
export interface Way {
	readonly identity?: string;
	readonly knownHosts?: string;
	/** Jump hosts as ssh takes them: `user@host:port`, several with a comma between. */
	readonly jump?: string;
	/** Seconds that it may take to be reached. */
	readonly timeout?: number;
}

/** The connection that `user@host[:port]`, or a name in ssh_config, means. Undefined if it is neither. ssh_config is used for both. */
export async function directorOf(
	name: string,
	{ identity, knownHosts, jump, timeout }: Way,
): Promise<HostConnection | undefined> {
	const target = readTarget(name);
	const [, port] =
		/^[^/@\s]+@(?:[^/@:\s]+|\[[^\]\s]+\]):([^/@:\s]*)$/.exec(name) ?? [];
	if (target === undefined && port !== undefined)
		throw new UsageError(`${name}: "${port}" is no port; ${written}`);
	if (target === undefined) return undefined;
	const { address, user } = target;
	const isName =
		/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(address) || isIPv6(address);
	if (user === undefined && !(isName && (await isInSshConfig(address))))
		return undefined;
	const sshConfig = isName && (await canAskSsh());
	const through = jumpOf(hopsOf(jump), true);
	return {
		...target,
		...(sshConfig ? { sshConfig } : {}),
		...(identity === undefined ? {} : { privateKeyFile: identity }),
		...(knownHosts === undefined ? {} : { knownHosts }),
		...(timeout === undefined ? {} : { connectSeconds: timeout }),
		...(through === undefined ? {} : { jump: through }),
	};
}

function hopsOf(jump: string | undefined): string[] {
	const hops = jump?.split(",") ?? [];
	if (!hops.every(isHop))
		throw new UsageError(
			`-J ${jump}: a jump host is written [user@]host[:port], or as a name of ~/.ssh/config; several with a comma between, and an IPv6 address in brackets`,
		);
	return hops;
}

/** Without brackets ssh refuses an IPv6 address here: its end may be meant as a port. */
function isHop(text: string): boolean {
	return readTarget(text) !== undefined && !isIPv6(text.replace(/^.*@/, ""));
}

/** The error for a word that is neither a file nor a director. */
export function neitherFileNorDirector(name: string): UsageError {
	return new UsageError(`${name}: no such file; ${written}`);
}
