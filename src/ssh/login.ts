import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { RemoteError } from "../errors.ts";
import type { HostConnection } from "../model/host.ts";
import { type ExpectedKeys, parsePublicKey } from "./host-key.ts";
import { hostLabel, sshPort } from "./host-label.ts";
import { lookUpKnownHosts } from "./known-hosts.ts";

/** What proves who we are: a private key's text, or the socket of an SSH agent. */
export type Login =
	| {
			readonly privateKey: string;
			/** For messages: "privateKey", or the path of the file. */
			readonly source: string;
	  }
	| { readonly agentSocket: string; readonly source: string };

/**
 * Reads what the connection names to log in with. Default: the agent.
 *
 * @throws RemoteError where a key file cannot be read, a key is encrypted or no key, or there is no agent.
 */
export async function readLogin(
	connection: HostConnection,
	agentSocket: string | undefined,
): Promise<Login> {
	const fail = (saw: string, advice: string) =>
		new RemoteError({
			host: hostLabel(connection),
			doing: "log in",
			saw,
			advice,
			beforeAnythingRan: true,
		});
	const { privateKey, privateKeyFile } = connection;
	if (privateKey === undefined && privateKeyFile === undefined) {
		if (agentSocket !== undefined && agentSocket !== "")
			return { agentSocket, source: "the SSH agent" };
		throw fail(
			"no key: there is neither privateKey nor privateKeyFile, and no SSH agent (SSH_AUTH_SOCK is not set)",
			"Set privateKeyFile or privateKey in the connection, or start an agent: eval $(ssh-agent); ssh-add",
		);
	}
	const source =
		privateKey === undefined ? String(privateKeyFile) : "privateKey";
	const text =
		privateKey ??
		(await readFile(inHome(String(privateKeyFile)), "utf8").catch(
			(cause: NodeJS.ErrnoException) => {
				throw fail(
					`the private key file ${privateKeyFile} cannot be read (${cause.code})`,
					"Check the path and its permissions, on the machine where Pulumi runs.",
				);
			},
		));
	const form = privateKeyForm(text);
	if (form === "encrypted")
		throw fail(
			`the private key of ${source} is encrypted`,
			"Load it into an SSH agent (ssh-add) and set agent: true, or use a key without a passphrase.",
		);
	if (form === "none")
		throw fail(
			`${source} holds no private key`,
			"Give the private key itself, the text that begins with -----BEGIN, not the .pub file.",
		);
	return { privateKey: text, source };
}

/**
 * Reads what the host's key must be: `hostKey`, or the lines of `knownHosts` (default `~/.ssh/known_hosts`).
 *
 * @throws RemoteError where `hostKey` is no public key, or the named file cannot be read.
 */
export async function readExpectedKeys(
	connection: HostConnection,
): Promise<ExpectedKeys> {
	const fail = (saw: string, advice: string) =>
		new RemoteError({
			host: hostLabel(connection),
			doing: "check the host key",
			saw,
			advice,
			beforeAnythingRan: true,
		});
	if (connection.hostKey !== undefined) {
		const key = parsePublicKey(connection.hostKey);
		if (key !== undefined)
			return { accepted: [key], revoked: [], source: "hostKey" };
		throw fail(
			"hostKey is not a public key",
			"Write it as in /etc/ssh/ssh_host_ed25519_key.pub on the host: ssh-ed25519 AAAA…",
		);
	}
	const path = connection.knownHosts ?? "~/.ssh/known_hosts";
	const text = await readFile(inHome(path), "utf8").catch(
		(cause: NodeJS.ErrnoException) => {
			if (connection.knownHosts === undefined && cause.code === "ENOENT")
				return "";
			throw fail(
				`the known_hosts file ${path} cannot be read (${cause.code})`,
				"Check the path and its permissions, or set hostKey.",
			);
		},
	);
	const { address } = connection;
	return lookUpKnownHosts(text, { address, port: sshPort(connection) }, path);
}

function inHome(path: string): string {
	return path.startsWith("~/") ? join(homedir(), path.slice(2)) : path;
}

/** Which form a private key has, by its armour and, for OpenSSH's own format, the cipher named in it. */
export function privateKeyForm(text: string): "plain" | "encrypted" | "none" {
	const armour = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([^-]*)/.exec(text);
	if (armour === null)
		return text.startsWith("PuTTY-User-Key-File-") ? "plain" : "none";
	const [, kind, body = ""] = armour;
	if (kind === "ENCRYPTED PRIVATE KEY") return "encrypted";
	if (kind !== "OPENSSH PRIVATE KEY")
		return /^Proc-Type: *4,ENCRYPTED/m.test(text) ? "encrypted" : "plain";
	// PROTOCOL.key of OpenSSH: "openssh-key-v1\0", then the cipher's name as a string: "none" when not encrypted.
	const blob = Buffer.from(body, "base64");
	const magic = "openssh-key-v1\0";
	if (blob.toString("latin1", 0, magic.length) !== magic) return "none";
	const start = magic.length + 4;
	return blob.toString("latin1", start, start + 5) === "none\0"
		? "plain"
		: "encrypted";
}
