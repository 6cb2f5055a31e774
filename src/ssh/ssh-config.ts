import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { RemoteError } from "../errors.ts";
import { isEncrypted } from "../model/encrypted-key.ts";
import type { HostConnection } from "../model/host.ts";
import { inHome } from "./in-home.ts";

/** More in a row is a circle. */
const mostJumps = 8;

/** A connection as it is dialled: with what ssh_config adds that a declaration cannot say. */
export interface Dialled extends HostConnection {
	/** Socket of the SSH agent, or "none". */
	readonly identityAgent?: string;
	/** Files with host keys. A file that is not there counts as empty, as for ssh. */
	readonly knownHostsFiles?: readonly string[];
	/** The name under which the host's key is filed, where that is not its address. */
	readonly hostKeyAlias?: string;
}

/**
 * What a connection means. Where it says `sshConfig`, OpenSSH itself is asked what its files say of the name (`ssh -G`), so every Include,
 * Match and pattern counts. What the connection says itself wins.
 *
 * @throws RemoteError where there is no OpenSSH here, or its files are wrong.
 */
export async function withSshConfig(
	connection: HostConnection,
	jumpsLeft = mostJumps,
): Promise<Dialled> {
	const { sshConfig = false, address, jump: declaredJump, ...own } = connection;
	const jumps = async (jump: HostConnection | undefined) =>
		jump === undefined
			? {}
			: { jump: await withSshConfig(jump, jumpsLeft - 1) };
	if (jumpsLeft === 0)
		throw wrong(address, {
			saw: `more than ${mostJumps} jump hosts in a row`,
			advice: "Does ProxyJump in ssh_config lead in a circle?",
		});
	if (sshConfig === false)
		return { address, ...own, ...(await jumps(declaredJump)) };
	const found = await askSsh(address, sshConfig, own);
	const one = (key: string) => {
		const value = found.get(key)?.[0];
		return value === "none" ? undefined : value;
	};
	if (one("proxycommand") !== undefined)
		throw wrong(address, {
			saw: `ProxyCommand is not supported: ${one("proxycommand")}`,
			advice:
				"Write ProxyJump in ssh_config, or declare the jump host (jump), or leave sshConfig out.",
		});
	const alias = one("hostkeyalias");
	const agent = found.get("identityagent")?.[0];
	const ownAgent =
		agent === undefined || agent === "SSH_AUTH_SOCK"
			? {}
			: { identityAgent: agent };
	const hasAgent = Boolean(agentSocketOf({ address, ...ownAgent }));
	const key = isGiven(own)
		? undefined
		: keyOf(found.get("identityfile") ?? [], hasAgent);
	// for "Host *" a jump host would be its own
	const hops = (one("proxyjump") ?? "").split(",");
	const jump =
		declaredJump ??
		(hops.at(-1) === address ? undefined : jumpOf(hops, sshConfig));
	return {
		port: Number(one("port")),
		user: String(one("user")),
		...own,
		address: one("hostname") ?? address,
		...(key === undefined ? {} : { privateKeyFile: key }),
		...ownAgent,
		...(own.hostKey === undefined && own.knownHosts === undefined
			? {
					knownHostsFiles: ["userknownhostsfile", "globalknownhostsfile"]
						.flatMap((key) => one(key)?.split(" ") ?? [])
						.filter((path) => path !== ""),
				}
			: {}),
		...(alias === undefined ? {} : { hostKeyAlias: alias }),
		...(await jumps(jump)),
	};
}

/** Whether OpenSSH can be asked here. */
export async function canAskSsh(): Promise<boolean> {
	return askSsh("lvsctl-asks.invalid", true).then(
		() => true,
		() => false,
	);
}

/** Whether ssh_config says anything of a name that it does not say of every name. */
export async function isInSshConfig(name: string): Promise<boolean> {
	const nobody = "lvsctl-asks.invalid";
	const [own, others] = await Promise.all(
		[name, nobody].map((each) => askSsh(each, true).catch(() => undefined)),
	);
	return ["hostname", "port", "user", "identityfile", "proxyjump"].some(
		(key) =>
			own?.get(key)?.join("\n").replaceAll(name, "") !==
			others?.get(key)?.join("\n").replaceAll(nobody, ""),
	);
}

/** The last of several jump hosts is reached through those before it. */
export function jumpOf(
	hops: readonly string[],
	sshConfig: true | string,
): HostConnection | undefined {
	const last = hops.at(-1);
	if (last === undefined || last === "") return undefined;
	const [, user, address = last, port] =
		/^(?:ssh:\/\/)?(?:([^@]+)@)?([^:@]+)(?::(\d+))?$/.exec(last) ?? [];
	const before = jumpOf(hops.slice(0, -1), sshConfig);
	return {
		address,
		sshConfig,
		...(user === undefined ? {} : { user }),
		...(port === undefined ? {} : { port: Number(port) }),
		...(before === undefined ? {} : { jump: before }),
	};
}

/** Key, in small letters -> its values. */
async function askSsh(
	name: string,
	sshConfig: true | string,
	{ user, port }: Pick<HostConnection, "user" | "port"> = {},
): Promise<ReadonlyMap<string, readonly string[]>> {
	const options = [
		...(sshConfig === true ? [] : ["-F", inHome(sshConfig)]),
		...(user === undefined ? [] : ["-l", user]),
		...(port === undefined ? [] : ["-p", String(port)]),
	];
	const stdout = await printOf("ssh", ["-G", ...options, "--", name]).catch(
		(error: Error & { code?: unknown; stderr?: string }) => {
			throw error.code === "ENOENT"
				? wrong(name, noSsh)
				: wrong(name, {
						saw: `ssh -G: ${error.stderr?.trim() || error.message}`,
						advice: "Correct the file that it names.",
					});
		},
	);
	const values = new Map<string, string[]>();
	for (const line of stdout.split("\n")) {
		const at = line.indexOf(" ");
		const key = line.slice(0, at);
		values.set(key, [...(values.get(key) ?? []), line.slice(at + 1)]);
	}
	return values;
}

const noSsh = {
	saw: "sshConfig needs OpenSSH's client on this machine, and there is no ssh on PATH",
	advice:
		"Install it (openssh-client), or write address, port, user and key instead of sshConfig.",
};

async function printOf(program: string, words: readonly string[]) {
	const ended = promisify(execFile)(program, words, { timeout: 10_000 });
	ended.child.stdin?.end();
	return (await ended).stdout;
}

function wrong(
	name: string,
	error: { readonly saw: string; readonly advice: string },
): RemoteError {
	return new RemoteError({
		host: name,
		doing: "ask ssh_config",
		...error,
		beforeAnythingRan: true,
	});
}

function isGiven({
	privateKey,
	privateKeyFile,
	agent,
}: Partial<HostConnection>) {
	return (
		privateKey !== undefined || privateKeyFile !== undefined || agent === true
	);
}

/**
 * Of the key files that ssh would try, the one that we use; undefined: the agent. Files that ssh looks for where nothing is configured come
 * after the agent. Without an agent a key that needs a passphrase is named all the same: the error then tells what to do with it.
 */
function keyOf(
	files: readonly string[],
	hasAgent: boolean,
): string | undefined {
	const isConfigured =
		files.length === 1 || !files.every((file) => /^~\/\.ssh\/id_/.test(file));
	const there = files.filter((file) => existsSync(inHome(file)));
	if (hasAgent)
		return isConfigured ? there.find((file) => !isLocked(file)) : undefined;
	return there.find((file) => !isLocked(file)) ?? there[0];
}

function isLocked(file: string): boolean {
	try {
		return isEncrypted(readFileSync(inHome(file), "latin1"));
	} catch {
		return false; // the login tells why it cannot be read
	}
}

/** The socket of the agent: IdentityAgent (ssh_config(5)) is a path, "none", or the name of a variable after "$". */
export function agentSocketOf({ identityAgent }: Dialled): string | undefined {
	if (identityAgent === undefined) return process.env.SSH_AUTH_SOCK;
	if (identityAgent === "none") return undefined;
	return identityAgent.startsWith("$")
		? process.env[identityAgent.slice(1)]
		: inHome(identityAgent);
}
