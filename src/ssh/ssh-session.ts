import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import pLimit from "p-limit";
import type { Carrier } from "./carrier.ts";
import { concludeRun } from "./conclude-run.ts";
import { type ChannelOpener, type Ending, execute } from "./execute.ts";
import { wrapScript } from "./script.ts";
import type { Execution, RunOptions, Session } from "./session.ts";

/** sshd allows 10 sessions per connection (MaxSessions). We leave two of them to others. */
const channelsAtOnce = 8;

/** Milliseconds between attempts to open a channel. */
const pauses = [100, 200, 400, 800, 1600];

/** The part of a logged-in ssh2 client that we use. */
export interface LoggedInClient extends ChannelOpener {
	forwardOut(
		fromAddress: string,
		fromPort: number,
		address: string,
		port: number,
		opened: (error: Error | undefined, channel: Duplex) => void,
	): unknown;
	unforwardIn(address: string, port: number, answered: () => void): unknown;
	on(event: "close", listener: () => void): unknown;
	on(event: "error", listener: (error: Error) => void): unknown;
	end(): unknown;
}

/** An open connection to one host. */
export class SshSession implements Session {
	readonly host: string;
	/** Resolves when the connection has ended, whatever the reason. */
	readonly gone: Promise<void>;
	readonly #client: LoggedInClient;
	readonly #carrier: Carrier;
	readonly #sudo: boolean;
	readonly #outputLimit: number;
	readonly #channels = pLimit(channelsAtOnce);
	readonly #interrupt = new AbortController();
	#lost: string | undefined;

	constructor(options: {
		readonly host: string;
		readonly client: LoggedInClient;
		readonly carrier: Carrier;
		readonly sudo: boolean;
		/** Seconds between two keepalive requests. The host counts as lost after three without an answer. */
		readonly keepaliveSeconds: number;
		/** What one run may print, in bytes. */
		readonly outputLimit: number;
	}) {
		this.host = options.host;
		this.#client = options.client;
		this.#carrier = options.carrier;
		this.#outputLimit = options.outputLimit;
		this.#sudo = options.sudo;
		this.gone = new Promise((resolve) => {
			options.client.on("close", () => {
				this.#lost ??= "the host closed the connection";
				clearInterval(keepalive);
				resolve();
			});
		});
		options.client.on("error", (error: Error & { code?: unknown }) => {
			this.#lost ??= `the connection broke (${error.code ?? error.message})`;
		});
		const keepalive = this.#watch(options.keepaliveSeconds);
	}

	/** True once no more runs are possible here. */
	get lost(): boolean {
		return this.#lost !== undefined;
	}

	async run(script: string, options: RunOptions): Promise<Execution> {
		this.#carrier.hold();
		const marker = `lvs-${randomBytes(12).toString("hex")}`;
		try {
			for (const pause of [...pauses, undefined]) {
				const ending = await this.#execute(wrapScript(script, marker), options);
				if (!this.#isFull(ending) || pause === undefined)
					return concludeRun(ending, marker, {
						...options,
						host: this.host,
						lost: this.#lost,
						outputLimit: this.#outputLimit,
						sudo: this.#sudo,
					});
				await sleep(pause);
			}
			throw new Error("the last attempt is concluded");
		} finally {
			this.#carrier.release();
		}
	}

	#execute(script: string, options: RunOptions): Promise<Ending> {
		return new Promise((resolve) => {
			// the channel counts as ours until the server has closed it too, which can be after the result
			const occupy = () =>
				new Promise<void>((closed) => {
					resolve(
						execute(this.#client, {
							// `exec` replaces the user's login shell, which has read its start files by then. We ask for no pty: it would echo the
							// script and turn line ends into CR LF.
							command: this.#sudo ? "exec sudo -n -- sh -s" : "exec sh -s",
							input: Buffer.from(script),
							timeoutSeconds: options.timeoutSeconds,
							outputLimit: this.#outputLimit,
							interrupt: this.#interrupt.signal,
							closed,
						}),
					);
				});
			void this.#channels(occupy);
		});
	}

	/** Whether the server refused a channel because it still counts an old one. A busy server does so for a moment. Nothing ran. */
	#isFull(ending: Ending): boolean {
		return (
			ending.kind === "closed" &&
			!ending.sent &&
			!this.lost &&
			/Channel open failure/.test(ending.error?.message ?? "")
		);
	}

	/** Opens a TCP connection from this host to another, for a jump. Its error has a `reason` (RFC 4254, 5.1). */
	forward(address: string, port: number): Promise<Duplex> {
		return new Promise((resolve, reject) => {
			this.#client.forwardOut(
				"127.0.0.1",
				0,
				address,
				port,
				(error, channel) =>
					error === undefined ? resolve(channel) : reject(error),
			);
		});
	}

	hold(): void {
		this.#carrier.hold();
	}

	release(): void {
		this.#carrier.release();
	}

	/** Ends the connection. Scripts that still run are ended on the host and rejected as interrupted. */
	async close(): Promise<void> {
		this.#interrupt.abort();
		this.#lost ??= "interrupted";
		this.hold();
		this.#client.end();
		const limit = setTimeout(() => this.#carrier.stream.destroy(), 1000);
		await this.gone;
		clearTimeout(limit);
		this.release();
	}

	/**
	 * Notices a host that died without closing the connection. We do not use ssh2's keepaliveInterval, as its timer would keep an
	 * idle process alive. Any global request will do, since every server must answer it, if only by "no" (RFC 4254, 4).
	 */
	#watch(seconds: number): NodeJS.Timeout {
		let unanswered = 0;
		const timer = setInterval(() => {
			if (unanswered === 3) {
				this.#lost ??= `the host has not answered for ${Math.round(3 * seconds)} s`;
				this.#carrier.stream.destroy();
				return;
			}
			unanswered += 1;
			try {
				this.#client.unforwardIn("", 0, () => {
					unanswered = 0;
				});
			} catch {
				// the socket is closed already, and the event "close" follows
			}
		}, seconds * 1000);
		return timer.unref();
	}
}
