import { UnreachableError } from "../errors.ts";
import { defaults } from "../model/defaults.ts";
import type { HostConnection } from "../model/host.ts";
import type { PublicKey } from "../model/public-key.ts";
import { openCarrier } from "./carrier.ts";
import { agentSocketOf } from "./choose-key.ts";
import type { Dialled } from "./dialled.ts";
import { logIn } from "./handshake.ts";
import type { ExpectedKeys } from "./host-key.ts";
import { HostKeyError } from "./host-key-error.ts";
import { hostLabel, loginUser } from "./host-label.ts";
import { inDeclaration, onCommandLine } from "./key-advice.ts";
import { type Login, readExpectedKeys, readLogin } from "./login.ts";
import { retryDial } from "./retry-dial.ts";
import { withSshConfig } from "./ssh-config.ts";
import { SshSession } from "./ssh-session.ts";

export interface ConnectOptions {
	/** All attempts together may take this long. Default: the `connectSeconds` of the connection, else 30, long enough for a host that boots. */
	readonly connectSeconds?: number;
	/** Called now and then with one line: for which host we wait, why, and for how much longer. */
	readonly waiting?: (line: string) => void;
	/** Seconds before the first of these lines. Default 3. */
	readonly sayAfterSeconds?: number;
	/** The user's name for the host, for these lines. */
	readonly name?: string;
	/** One attempt, from the first packet to the login. Default 20: an emulated or booting machine is slow. */
	readonly handshakeSeconds?: number;
	/** Seconds to pause after the first failed attempt. Each further pause is twice as long, up to 5 s, times a random factor from 1 to 2. Default 0.25. */
	readonly pauseSeconds?: number;
	/** Seconds between two keepalive requests. Default 10: a host that died silently is noticed after 40 s at most. */
	readonly keepaliveSeconds?: number;
	/** How many bytes one run may print. Default 64 MB: more is a mistake, and we would hold it in memory. */
	readonly outputLimit?: number;
	/** An open session of the jump host, which stays open. Default: `connect` opens one and closes it with the session. */
	readonly via?: SshSession;
	/** Whether the user gave the connection as options of a command, so that errors name those. */
	readonly commandLine?: boolean;
	/** Aborting this signal ends the attempt at once. */
	readonly signal?: AbortSignal;
	/** Socket of the SSH agent. Default: IdentityAgent of ssh_config, if that is used, else SSH_AUTH_SOCK. */
	readonly agentSocket?: string | undefined;
}

/**
 * Opens an SSH connection. It always checks the host's key. It tries again only after failures that can pass (nothing listens
 * yet, no answer, dropped during the handshake), never after the host refused the login or showed another key.
 *
 * @throws RemoteError, with `beforeAnythingRan`.
 */
export async function connect(
	declared: HostConnection,
	options: ConnectOptions = {},
): Promise<SshSession> {
	const { parseKey } = await loadSsh();
	const connection = await withSshConfig(declared);
	const agentSocket = options.agentSocket ?? agentSocketOf(connection);
	const advice = options.commandLine ? onCommandLine : inDeclaration;
	const [login, expected] = await Promise.all([
		readLogin(connection, agentSocket, parseKey, advice),
		readExpectedKeys(connection),
	]);
	return dial(connection, { login, expected }, options);
}

/**
 * The key that a host shows. It is checked against nothing: the caller must compare its fingerprint with the host's own. We do not log in to the host, but to a
 * jump host on the way, whose key is checked.
 *
 * @throws RemoteError where the host cannot be reached.
 */
export async function seeHostKey(
	declared: HostConnection,
	options: ConnectOptions = {},
): Promise<PublicKey> {
	const connection = await withSshConfig(declared);
	// the key is refused before this login would be used
	const login: Login = { agentSocket: "", source: "" };
	const expected = { accepted: [], revoked: [], authorities: 0, source: "" };
	try {
		await dial(connection, { login, expected }, options);
	} catch (error) {
		if (error instanceof HostKeyError) return error.seen;
		throw error;
	}
	throw new Error("a host key was accepted that nobody knows");
}

async function dial(
	connection: Dialled,
	{
		login,
		expected,
	}: { readonly login: Login; readonly expected: ExpectedKeys },
	options: ConnectOptions,
): Promise<SshSession> {
	const { via, name, ...own } = options;
	const advice = options.commandLine ? onCommandLine : inDeclaration;
	const signal = options.signal ?? new AbortController().signal;
	const { NodeSSH } = await loadSsh();
	const ownJump =
		via === undefined && connection.jump !== undefined
			? await connect(connection.jump, own).catch(asJump)
			: undefined;
	const jump = via ?? ownJump;
	jump?.hold();
	try {
		const session = await retryDial(
			async (seconds) => {
				const until = performance.now() + seconds * 1000;
				const carrier = await openCarrier(connection, jump, seconds, signal);
				try {
					const client = await logIn(new NodeSSH(), {
						connection,
						stream: carrier.stream,
						login,
						expected,
						advice,
						milliseconds: Math.max(1, until - performance.now()),
						signal,
					});
					return new SshSession({
						host: hostLabel(connection),
						client,
						carrier,
						sudo: connection.sudo ?? loginUser(connection) !== "root",
						keepaliveSeconds: options.keepaliveSeconds ?? 10,
						outputLimit: options.outputLimit ?? 64 * 1024 * 1024,
					});
				} finally {
					carrier.release();
				}
			},
			{
				host: hostLabel(connection),
				totalSeconds:
					options.connectSeconds ??
					connection.connectSeconds ??
					defaults.connectSeconds,
				waiting: options.waiting,
				sayAfterSeconds: options.sayAfterSeconds ?? 3,
				name,
				attemptSeconds: options.handshakeSeconds ?? 20,
				pauseSeconds: options.pauseSeconds ?? 0.25,
				signal,
			},
		);
		if (ownJump !== undefined) void session.gone.then(() => ownJump.close());
		return session;
	} catch (error) {
		await ownJump?.close();
		throw error;
	} finally {
		jump?.release();
	}
}

export function asJump(error: unknown): never {
	throw error instanceof UnreachableError ? error.asJump() : error;
}

/** Loads node-ssh and ssh2 only when a connection is opened: loading takes 50 ms, and many programs never connect. */
async function loadSsh() {
	const [{ NodeSSH }, { default: ssh2 }] = await Promise.all([
		import("node-ssh"),
		import("ssh2"),
	]);
	return { NodeSSH, parseKey: ssh2.utils.parseKey };
}
