import pLimit, { type LimitFunction } from "p-limit";
import { RemoteError } from "../errors.ts";
import type { HostConnection } from "../model/host.ts";
import { hostLabel, loginUser, sshPort } from "./host-label.ts";
import type { Execution, RunOptions, Session } from "./session.ts";
import { asJump, type ConnectOptions } from "./ssh.ts";
import { withSshConfig } from "./ssh-config.ts";
import type { SshSession } from "./ssh-session.ts";

/** Opens a session: `connect` of ssh.ts. */
export type Connect = (
	connection: HostConnection,
	options: ConnectOptions,
) => Promise<SshSession>;

/** How many connections and scripts one host has needed. */
export interface HostCounters {
	connections: number;
	executions: number;
}

/** How long a host may take to be reached, and the user's name for it. Defaults: see `ConnectOptions`. */
export type ReachOptions = Pick<ConnectOptions, "connectSeconds" | "name">;

export interface SessionPoolOptions {
	readonly connect: Connect;
	/** Called with one line for each connection and each run, with its milliseconds. */
	readonly trace?: (line: string) => void;
	/** See `ConnectOptions`. */
	readonly waiting?: (line: string) => void;
}

// With more than 30 connection attempts at once we have seen "connection reset by peer". sshd starts to drop connections at 10
// unauthenticated ones (MaxStartups 10:30:100), and all connections through one jump host come from its one address.
const startsAtOnce = 30;
const startsAtOncePerJump = 8;

interface Entry {
	readonly connection: HostConnection;
	/** The settings of ssh_config are only known when it is dialled. */
	host: string;
	/** The last connection, which may be lost. */
	open: SshSession | undefined;
	/** The attempt in progress, shared by all callers who wait for it. */
	opening: Promise<SshSession> | undefined;
}

/** One connection per host, shared by all callers. A connection that was lost between two runs is opened again. */
export class SessionPool {
	readonly #connect: Connect;
	readonly #trace: (line: string) => void;
	readonly #waiting: (line: string) => void;
	readonly #entries = new Map<string, Entry>();
	readonly #counters = new Map<string, HostCounters>();
	readonly #starts = pLimit(startsAtOnce);
	readonly #startsPerJump = new Map<string, LimitFunction>();
	readonly #turns = new Map<string, LimitFunction>();
	readonly #interrupt = new AbortController();

	constructor(options: SessionPoolOptions) {
		this.#connect = options.connect;
		this.#trace = options.trace ?? (() => {});
		this.#waiting = options.waiting ?? (() => {});
	}

	/**
	 * A connected session of the host. It stays usable when its connection is lost: the next run opens another.
	 *
	 * @throws RemoteError. A failed attempt is not remembered: the next call tries again.
	 */
	async session(
		connection: HostConnection,
		options: ReachOptions = {},
	): Promise<Session> {
		const entry = this.#entry(connection);
		await this.#open(entry, options);
		return {
			host: entry.host,
			run: (script, options) => this.#run(entry, script, options),
		};
	}

	/**
	 * Runs `work` with the host's session, after all earlier calls for the same host. A call from within `work` would wait for itself. The pool connects at once:
	 * calls that wait for their turns share one attempt and its error.
	 */
	exclusive<T>(
		connection: HostConnection,
		work: (session: Session) => Promise<T>,
		options: ReachOptions = {},
	): Promise<T> {
		const session = this.session(connection, options);
		// the caller gets the error when its turn has come
		session.catch(() => {});
		const turn = limitOf(this.#turns, placeKey(connection), 1);
		return turn(async () => work(await session));
	}

	/** Ends all connections. Scripts that still run are ended on their hosts and rejected as interrupted, and so are all later runs. */
	async close(): Promise<void> {
		this.#interrupt.abort();
		const ends = [...this.#entries.values()].map(async (entry) => {
			// the caller of a failed attempt has already got its error
			await entry.opening?.catch(() => {});
			await entry.open?.close();
		});
		await Promise.all(ends);
	}

	/** Connections opened and scripts run so far, by the host's label (`user@address:port`). */
	counters(): Record<string, Readonly<HostCounters>> {
		return Object.fromEntries(
			[...this.#counters].map(([host, counts]) => [host, { ...counts }]),
		);
	}

	#entry(connection: HostConnection): Entry {
		const key = connectionKey(connection);
		const found = this.#entries.get(key);
		if (found !== undefined) return found;
		const host = hostLabel(connection);
		const entry: Entry = {
			connection,
			host,
			open: undefined,
			opening: undefined,
		};
		this.#entries.set(key, entry);
		return entry;
	}

	#open(entry: Entry, options: ReachOptions = {}): Promise<SshSession> {
		const { host, open } = entry;
		if (this.#interrupt.signal.aborted)
			return Promise.reject(
				new RemoteError({
					host,
					doing: "connect",
					saw: "interrupted",
					beforeAnythingRan: true,
				}),
			);
		if (open?.lost === false) return Promise.resolve(open);
		entry.opening ??= this.#dial(entry, options)
			.then((session) => {
				entry.open = session;
				return session;
			})
			.finally(() => {
				entry.opening = undefined;
			});
		return entry.opening;
	}

	async #dial(
		entry: Entry,
		{ name, ...options }: ReachOptions,
	): Promise<SshSession> {
		const connection = await withSshConfig(entry.connection);
		const host = hostLabel(connection);
		entry.host = host;
		const { jump } = connection;
		const via =
			jump === undefined
				? undefined
				: await this.#open(this.#entry(jump), options).catch(asJump);
		const dial = () =>
			this.#starts(async () => {
				const started = performance.now();
				const session = await this.#connect(connection, {
					...options,
					...(name === undefined ? {} : { name }),
					waiting: this.#waiting,
					signal: this.#interrupt.signal,
					...(via === undefined ? {} : { via }),
				});
				this.#count(host).connections += 1;
				this.#trace(`connect ${host} ${since(started)} ms`);
				return session;
			});
		return jump === undefined
			? dial()
			: limitOf(
					this.#startsPerJump,
					connectionKey(jump),
					startsAtOncePerJump,
				)(dial);
	}

	async #run(
		entry: Entry,
		script: string,
		options: RunOptions,
	): Promise<Execution> {
		const session = await this.#open(entry);
		const attempt = async (on: SshSession) => {
			const started = performance.now();
			this.#count(entry.host).executions += 1;
			let end = "failed";
			try {
				const execution = await on.run(script, options);
				end = `exit ${execution.exit}`;
				return execution;
			} finally {
				this.#trace(
					`run ${entry.host} ${since(started)} ms ${end} ${options.doing}`,
				);
			}
		};
		try {
			return await attempt(session);
		} catch (error) {
			// we only learn that a host was rebooted when we speak to it again
			const stale =
				error instanceof RemoteError && error.beforeAnythingRan && session.lost;
			if (!stale || this.#interrupt.signal.aborted) throw error;
			return attempt(await this.#open(entry));
		}
	}

	#count(host: string): HostCounters {
		const found = this.#counters.get(host);
		if (found !== undefined) return found;
		const counts = { connections: 0, executions: 0 };
		this.#counters.set(host, counts);
		return counts;
	}
}

/** Two connections to the same machine have the same key, whatever their user. */
function placeKey(connection: HostConnection): string {
	const { address, jump } = connection;
	return JSON.stringify([address, sshPort(connection), jump && placeKey(jump)]);
}

/** Two connections with the same key can share one session. The key holds the private key, so it never leaves the pool. */
function connectionKey(connection: HostConnection): string {
	const { jump, ...own } = connection;
	return JSON.stringify([
		placeKey(connection),
		{ ...own, user: loginUser(connection) },
		jump && connectionKey(jump),
	]);
}

function limitOf(
	all: Map<string, LimitFunction>,
	key: string,
	atOnce: number,
): LimitFunction {
	const found = all.get(key) ?? pLimit(atOnce);
	all.set(key, found);
	return found;
}

function since(started: number): number {
	return Math.round(performance.now() - started);
}
