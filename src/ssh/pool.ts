import { RemoteError } from "../errors.ts";
import type { HostConnection } from "../model/host.ts";
import { connectionKey, placeKey } from "./connection-key.ts";
import { AllCounters, type HostCounters } from "./host-counters.ts";
import { hostLabel } from "./host-label.ts";
import type { Execution, RunOptions, Session } from "./session.ts";
import { asJump, type ConnectOptions } from "./ssh.ts";
import { withSshConfig } from "./ssh-config.ts";
import type { SshSession } from "./ssh-session.ts";
import { Starts } from "./starts.ts";
import { Turns } from "./turns.ts";

/** Opens a session: `connect` of ssh.ts. */
export type Connect = (
	connection: HostConnection,
	options: ConnectOptions,
) => Promise<SshSession>;

/** How long a host may take to be reached, and the user's name for it. Defaults: see `ConnectOptions`. */
export type ReachOptions = Pick<ConnectOptions, "connectSeconds" | "name">;

export interface SessionPoolOptions extends Pick<ConnectOptions, "waiting"> {
	readonly connect: Connect;
	/** Called with one line for each connection and each run, with its milliseconds. */
	readonly trace?: (line: string) => void;
}

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
	readonly #options: SessionPoolOptions;
	readonly #entries = new Map<string, Entry>();
	readonly #counters = new AllCounters();
	readonly #starts = new Starts();
	readonly #turns = new Turns(1);
	readonly #interrupt = new AbortController();

	constructor(options: SessionPoolOptions) {
		this.#options = options;
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
		return this.#turns.run(placeKey(connection), async () =>
			work(await session),
		);
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
		return this.#counters.all();
	}

	#entry(connection: HostConnection): Entry {
		const key = connectionKey(connection);
		const found = this.#entries.get(key);
		if (found !== undefined) return found;
		const entry: Entry = {
			connection,
			host: hostLabel(connection),
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
		return this.#starts.run(jump, async () => {
			const started = performance.now();
			const session = await this.#options.connect(connection, {
				...options,
				...(name === undefined ? {} : { name }),
				waiting: this.#options.waiting ?? (() => {}),
				signal: this.#interrupt.signal,
				...(via === undefined ? {} : { via }),
			});
			this.#counters.of(host).connections += 1;
			this.#options.trace?.(`connect ${host} ${since(started)} ms`);
			return session;
		});
	}

	async #run(
		entry: Entry,
		script: string,
		options: RunOptions,
	): Promise<Execution> {
		const session = await this.#open(entry);
		const attempt = async (on: SshSession) => {
			const started = performance.now();
			this.#counters.of(entry.host).executions += 1;
			let end = "failed";
			try {
				const execution = await on.run(script, options);
				end = `exit ${execution.exit}`;
				return execution;
			} finally {
				this.#options.trace?.(
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
}

function since(started: number): number {
	return Math.round(performance.now() - started);
}
