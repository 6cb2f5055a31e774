import type { Readable } from "node:stream";

/** The part of ssh2's session channel that we use. */
export interface Channel {
	readonly stderr: Readable;
	on(event: "data", listener: (chunk: Buffer) => void): unknown;
	on(
		event: "exit",
		listener: (code: number | null, signal?: string) => void,
	): unknown;
	on(event: "close" | "error", listener: () => void): unknown;
	write(data: Buffer): unknown;
	close(): void;
}

/** The part of an ssh2 client that opens a channel. */
export interface ChannelOpener {
	exec(
		command: string,
		opened: (error: Error | undefined, channel: Channel) => void,
	): unknown;
}

/** How an execution ended. */
export type Ending =
	| (Printed & { readonly kind: "exited"; readonly exit: number })
	| (Printed & { readonly kind: "killed"; readonly signal: string })
	/** The channel closed without a status, or never opened: the connection was lost, or the server refused. */
	| (Printed & {
			readonly kind: "closed";
			readonly error?: Error;
			readonly sent: boolean;
	  })
	/** `exit` is set where the script had ended, but a process that it started kept its output open. */
	| (Printed & {
			readonly kind: "timedOut";
			readonly exit?: number;
			readonly sent: boolean;
	  })
	| { readonly kind: "tooMuch" }
	| { readonly kind: "interrupted"; readonly sent: boolean };

/** What came until the end. */
export interface Printed {
	readonly stdout: Buffer;
	readonly stderr: Buffer;
}

/**
 * Runs `command` in one channel with `input` on its standard input, which stays open until the channel closes.
 * Never rejects. To end the execution early it closes the channel, which ends the script (see script.ts).
 *
 * @param options.closed called once, when the server has closed the channel too. This can be after the result.
 */
export function execute(
	client: ChannelOpener,
	options: {
		readonly command: string;
		readonly input: Buffer;
		readonly timeoutSeconds: number;
		/** Bytes of stdout and stderr together. */
		readonly outputLimit: number;
		readonly interrupt: AbortSignal;
		readonly closed: () => void;
	},
): Promise<Ending> {
	const { command, input, interrupt, outputLimit, closed } = options;
	return new Promise((resolve) => {
		let channel: Channel | undefined;
		let status:
			| { code: number | null; signal?: string | undefined }
			| undefined;
		let finished = false;
		let received = 0;
		const stdout: Buffer[] = [];
		const stderr: Buffer[] = [];

		const printed = (): Printed => ({
			stdout: Buffer.concat(stdout),
			stderr: Buffer.concat(stderr),
		});
		const finish = (ending: Ending) => {
			if (finished) return;
			finished = true;
			clearTimeout(timer);
			interrupt.removeEventListener("abort", onInterrupt);
			resolve(ending);
		};
		const stop = (ending: Ending) => {
			finish(ending);
			channel?.close();
		};
		const collect = (into: Buffer[]) => (chunk: Buffer) => {
			if (finished) return;
			received += chunk.length;
			if (received > outputLimit) stop({ kind: "tooMuch" });
			else into.push(chunk);
		};
		const sent = () => channel !== undefined;
		const onInterrupt = () => stop({ kind: "interrupted", sent: sent() });
		const timer = setTimeout(() => {
			const exit = status?.code ?? undefined;
			stop({
				kind: "timedOut",
				sent: sent(),
				...printed(),
				...(exit === undefined ? {} : { exit }),
			});
		}, options.timeoutSeconds * 1000);
		interrupt.addEventListener("abort", onInterrupt, { once: true });
		if (interrupt.aborted) onInterrupt();

		const onOpen = (error: Error | undefined, opened: Channel) => {
			if (error !== undefined) {
				closed();
				finish({ kind: "closed", error, sent: false, ...printed() });
				return;
			}
			opened.on("close", () => {
				closed();
				if (status === undefined)
					finish({ kind: "closed", sent: true, ...printed() });
				else if (status.code === null)
					finish({
						kind: "killed",
						signal: status.signal ?? "an unknown signal",
						...printed(),
					});
				else
					finish({
						kind: "exited",
						exit: status.code,
						...printed(),
					});
			});
			// We may write to a channel that the server has just closed. The event "close" follows and is handled.
			opened.on("error", () => {});
			if (finished) {
				opened.close();
				return;
			}
			channel = opened;
			opened.on("exit", (code, signal) => {
				status = { code, signal };
			});
			opened.on("data", collect(stdout));
			opened.stderr.on("data", collect(stderr));
			opened.write(input);
		};
		try {
			client.exec(command, onOpen);
		} catch (error) {
			// ssh2 throws if the socket is closed already
			onOpen(error as Error, undefined as never);
		}
	});
}
