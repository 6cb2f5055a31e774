import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { parsePublicKey } from "../model/public-key.ts";
import type { Dialled } from "./dialled.ts";
import type { ExpectedKeys } from "./host-key.ts";
import { filedAs } from "./host-label.ts";
import { inHome } from "./in-home.ts";
import { inDeclaration, type KeyAdvice } from "./key-advice.ts";
import { lookUpKnownHosts } from "./known-hosts.ts";
import { wayError } from "./way-error.ts";

/** Our credential: a private key's text, or the socket of an SSH agent. */
export type Login = {
	/** For messages: "privateKey", the path of the file, or "the SSH agent". */
	readonly source: string;
	/** A certificate that OpenSSH would show with it, by the path of its file. We have no use for it. Default: none is known. */
	readonly certificate?: string;
} & ({ readonly privateKey: string } | { readonly agentSocket: string });

/** The part of ssh2's `utils.parseKey` that we use. */
export type ParseKey = (text: string) => Error | { isPrivateKey(): boolean };

/**
 * Reads the credential that the connection names. Default: the SSH agent.
 *
 * @throws RemoteError where a key file cannot be read, a key is encrypted or cannot be used, or there is no agent.
 */
export async function readLogin(
	connection: Dialled,
	agentSocket: string | undefined,
	parseKey: ParseKey,
	advice: KeyAdvice = inDeclaration,
): Promise<Login> {
	const fail = wayError(connection, "log in");
	const { privateKey, privateKeyFile } = connection;
	const certificate = certificateOf(connection);
	const known = certificate === undefined ? {} : { certificate };
	if (privateKey === undefined && privateKeyFile === undefined) {
		if (agentSocket !== undefined && agentSocket !== "")
			return { agentSocket, source: "the SSH agent", ...known };
		throw fail(
			"no key: none is named, and there is no SSH agent (SSH_AUTH_SOCK is not set)",
			`${advice.giveKey}, or start an agent: eval $(ssh-agent); ssh-add`,
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
	const key = parseKey(text);
	if (!(key instanceof Error) && key.isPrivateKey())
		return { privateKey: text, source, ...known };
	const saw = key instanceof Error ? key.message : "a public key";
	// the word "encrypted" is in ssh2's message or, for formats that ssh2 does not know, in the first lines of the key
	if (/encrypted/i.test(saw + text))
		throw fail(
			`the private key of ${source} is encrypted`,
			`Load it into an SSH agent (ssh-add${privateKeyFile === undefined ? "" : ` ${privateKeyFile}`})${advice.useAgent}, or use a key without a passphrase.`,
		);
	throw fail(
		`${source} holds no private key that can be used (${saw})`,
		"Give the private key itself, the text that begins with -----BEGIN, not the .pub file. ssh-keygen -p -f KEY writes an old key in OpenSSH's format.",
	);
}

/** The certificate that ssh_config names, or that lies beside the key file, where ssh finds it by itself. */
function certificateOf({
	privateKeyFile,
	certificateFile,
}: Dialled): string | undefined {
	if (certificateFile !== undefined || privateKeyFile === undefined)
		return certificateFile;
	const beside = `${privateKeyFile}-cert.pub`;
	return existsSync(inHome(beside)) ? beside : undefined;
}

/**
 * Reads the keys that the host may show: `hostKey`, or the lines of `knownHosts` (default `~/.ssh/known_hosts`).
 *
 * @throws RemoteError where `hostKey` is no public key, or the named file cannot be read.
 */
export async function readExpectedKeys(
	connection: Dialled,
): Promise<ExpectedKeys> {
	const fail = wayError(connection, "check the host key");
	if (connection.hostKey !== undefined) {
		const key = parsePublicKey(connection.hostKey);
		if (key !== undefined)
			return {
				accepted: [key],
				revoked: [],
				authorities: 0,
				source: "hostKey",
			};
		throw fail(
			"hostKey is not a public key",
			"Write it as in /etc/ssh/ssh_host_ed25519_key.pub on the host: ssh-ed25519 AAAA…",
		);
	}
	const { knownHostsFiles } = connection;
	if (knownHostsFiles !== undefined) {
		const texts = await Promise.all(
			knownHostsFiles.map((file) =>
				// ssh also ignores files that do not exist
				readFile(inHome(file), "utf8").catch(() => ""),
			),
		);
		const [first = "known_hosts"] = knownHostsFiles;
		return lookUpKnownHosts(texts.join("\n"), filedAs(connection), first);
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
	return lookUpKnownHosts(text, filedAs(connection), path);
}
