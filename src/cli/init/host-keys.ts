import { readFileSync } from "node:fs";
import type { HostConnection } from "../../model/host.ts";
import {
	type ExpectedKeys,
	formatPublicKey,
	judgeHostKey,
	showKey,
} from "../../ssh/host-key.ts";
import { HostKeyError } from "../../ssh/host-key-error.ts";
import { hostLabel, sshPort } from "../../ssh/host-label.ts";
import { inHome } from "../../ssh/in-home.ts";
import { onCommandLine } from "../../ssh/key-advice.ts";
import { lookUpKnownHosts } from "../../ssh/known-hosts.ts";
import { seeHostKey } from "../../ssh/ssh.ts";
import { requireFile } from "../require-file.ts";
import type { NamedHost } from "./named-host.ts";
import { ofEach } from "./of-each.ts";
import { reachOptions } from "./reach-options.ts";

/** Accepts the keys of hosts that are not known yet. @throws if they are not accepted */
export type AcceptKeys = (lines: readonly string[]) => Promise<void>;

/** How keys are looked up, shown and accepted. */
export interface PinOptions {
	/** `--known-hosts`. */
	readonly knownHosts: string | undefined;
	readonly say: (line: string) => void;
	readonly accept: AcceptKeys;
}

/**
 * The hosts with the key that each shows, pinned. A key in a known_hosts file is taken; others must be accepted.
 *
 * @throws RemoteError for a host that is not reached, or whose key is not the known one
 */
export async function pinHostKeys(
	hosts: readonly NamedHost[],
	{ knownHosts, say, accept }: PinOptions,
): Promise<NamedHost[]> {
	const seen = await ofEach(hosts, async ({ name, connection }) => {
		const key = await seeHostKey(connection, reachOptions(name));
		const expected = knownKeys(connection, knownHosts);
		const standing = judgeHostKey(key, expected);
		if (standing === "changed" || standing === "revoked")
			throw new HostKeyError(connection, standing, key, {
				expected,
				advice: onCommandLine,
			});
		return { name, connection, key, known: standing === "expected" };
	});
	say("host keys:");
	const lines = seen.map(
		({ name, connection, key, known }) =>
			`  ${name.padEnd(12)} ${hostLabel(connection)}  ${showKey(key)}${known ? ", known" : ""}`,
	);
	for (const line of lines) say(line);
	const unknown = seen.filter(({ known }) => !known).map(({ name }) => name);
	if (unknown.length > 0) await accept(unknown);
	return seen.map(({ name, connection, key }) => ({
		name,
		connection: { ...connection, hostKey: formatPublicKey(key) },
	}));
}

function knownKeys(
	connection: HostConnection,
	file: string | undefined,
): ExpectedKeys {
	const path = file ?? "~/.ssh/known_hosts";
	const { address } = connection;
	return lookUpKnownHosts(
		file === undefined
			? usuallyKnown(path)
			: requireFile("--known-hosts", file),
		{ address, port: sshPort(connection) },
		path,
	);
}

function usuallyKnown(path: string): string {
	try {
		return readFileSync(inHome(path), "utf8");
	} catch {
		return "";
	}
}
