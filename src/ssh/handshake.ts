import type { Duplex } from "node:stream";
import type { RemoteError } from "../errors.ts";
import type { HostConnection } from "../model/host.ts";
import { publicKeyOf } from "../model/public-key.ts";
import { certificateAdvice } from "./certificate-advice.ts";
import {
	type ExpectedKeys,
	hostKeyAlgorithms,
	judgeHostKey,
} from "./host-key.ts";
import { HostKeyError } from "./host-key-error.ts";
import { loginUser } from "./host-label.ts";
import type { KeyAdvice } from "./key-advice.ts";
import type { Login } from "./login.ts";
import { DialFailure } from "./retry-dial.ts";
import type { LoggedInClient } from "./ssh-session.ts";
import { wayError } from "./way-error.ts";

type Method = "publickey" | "agent";

/** The part of a NodeSSH that we use. */
export interface SshConnector<Client extends LoggedInClient> {
	connection: Client | null;
	connect(config: {
		sock: Duplex;
		username: string;
		privateKey?: string;
		agent?: string;
		readyTimeout: number;
		hostVerifier: (key: Buffer) => boolean;
		// biome-ignore lint/suspicious/noExplicitAny: ssh2's own types name the methods by unions that it does not export
		authHandler: any;
		// biome-ignore lint/suspicious/noExplicitAny: the same for algorithms
		algorithms: any;
	}): Promise<unknown>;
}

/**
 * Does the key exchange, the host key check and the login over an open stream. A failure destroys the stream.
 *
 * @throws RemoteError for a wrong host key and a refused login; DialFailure where a later attempt may succeed.
 */
export async function logIn<Client extends LoggedInClient>(
	ssh: SshConnector<Client>,
	options: {
		readonly connection: HostConnection;
		readonly stream: Duplex;
		readonly login: Login;
		readonly expected: ExpectedKeys;
		readonly advice: KeyAdvice;
		readonly milliseconds: number;
		readonly signal: AbortSignal;
	},
): Promise<Client> {
	const { connection, stream, login, expected, signal } = options;
	const method: Method = "privateKey" in login ? "publickey" : "agent";
	let wrongKey: RemoteError | undefined;
	let loggingIn = false;
	let offered: readonly string[] | undefined;
	const abandon = () => stream.destroy();
	signal.addEventListener("abort", abandon, { once: true });
	try {
		const ready = ssh.connect({
			sock: stream,
			username: loginUser(connection),
			...("privateKey" in login
				? { privateKey: login.privateKey }
				: { agent: login.agentSocket }),
			readyTimeout: options.milliseconds,
			algorithms: {
				// The cheapest exchange first, which matters on a slow machine.
				kex: { prepend: ["curve25519-sha256"] },
				serverHostKey: hostKeyAlgorithms(expected),
			},
			hostVerifier(blob) {
				const seen = publicKeyOf(blob);
				if (seen === undefined) return false;
				const standing = judgeHostKey(seen, expected);
				if (standing === "expected") return true;
				wrongKey = new HostKeyError(connection, standing, seen, {
					expected,
					advice: options.advice,
				});
				return false;
			},
			// We ask for our method at once. By itself ssh2 would first try the method "none", which costs one more round trip.
			authHandler(left: readonly string[] | null) {
				const first = !loggingIn;
				loggingIn = true;
				if (first) return method;
				offered = left ?? [];
				return false;
			},
		});
		const client = ssh.connection;
		// Without a listener, an error between "ready" and the listener of the session would end the process.
		client?.on("error", () => {});
		await ready;
		if (client === null) throw new Error("node-ssh has no connection");
		return client;
	} catch (error) {
		stream.destroy();
		if (wrongKey !== undefined) throw wrongKey;
		const failure = error as Error & { level?: string; code?: unknown };
		const fail = wayError(connection, "log in");
		const user = loginUser(connection);
		if (failure.level === "agent")
			throw fail(
				`${login.source} does not answer (${failure.code ?? failure.message})`,
				"Does SSH_AUTH_SOCK point to a running agent? ssh-add -l lists its keys.",
			);
		if (offered !== undefined)
			throw fail(
				`user ${user} was refused with ${login.source}; the host accepts: ${offered.join(", ") || "nothing"}`,
				`Is the public key in ~${user}/.ssh/authorized_keys on the host, and is the user right?${user === "root" ? " For root, PermitRootLogin must allow it." : ""}${certificateAdvice(login)}`,
			);
		switch (failure.level) {
			case "client-socket":
				throw new DialFailure(String(failure.code), error);
			case "client-timeout":
				throw new DialFailure("HANDSHAKE_TIMEOUT", error);
			case "client-authentication":
				throw fail(
					`${login.source} could not sign (${failure.message})`,
					"ssh-keygen -y -f KEY shows whether the key can be used.",
				);
			case "handshake":
				throw fail(
					failure.message,
					"This machine and the host share no method for one part of the encryption: see its sshd_config (KexAlgorithms, Ciphers, MACs, HostKeyAlgorithms).",
				);
		}
		// A numbered reason (e.g. too many attempts) during the login is the server's decision, so we do not try again.
		if (typeof failure.code === "number" && loggingIn)
			throw fail(
				`the host ended the login of ${user} (${failure.message})`,
				`Does the agent hold many keys? ${options.advice.giveKey}. See the log of sshd on the host.`,
			);
		throw new DialFailure("ECONNRESET", error);
	} finally {
		signal.removeEventListener("abort", abandon);
	}
}
