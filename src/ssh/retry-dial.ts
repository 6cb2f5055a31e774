import pRetry from "p-retry";
import { RemoteError } from "../errors.ts";
import { mayPass, sawWith, unreachable } from "./unreachable.ts";

/** Seconds between two lines about a host that does not answer. */
const sayEvery = 10;

/** One attempt to connect failed, but a later one may succeed. */
export class DialFailure extends Error {
	override readonly name = "DialFailure";
	/** An errno code, or one of our own codes: see the explanations in unreachable.ts. */
	readonly code: string;

	constructor(code: string, cause: unknown) {
		super(code, { cause });
		this.code = code;
	}
}

/**
 * Dials again and again with growing pauses, as long as the failure can pass and there is time left.
 * A RemoteError (login, host key) ends it at once.
 *
 * @throws RemoteError
 */
export async function retryDial<T>(
	dial: (seconds: number) => Promise<T>,
	options: {
		readonly host: string;
		/** For all attempts together. */
		readonly totalSeconds: number;
		/** For one attempt. */
		readonly attemptSeconds: number;
		readonly pauseSeconds: number;
		readonly signal: AbortSignal;
		/** Called now and then with one line: for which host we wait, why, and for how much longer. */
		readonly waiting?: ((line: string) => void) | undefined;
		/** Seconds before the first of these lines. */
		readonly sayAfterSeconds: number;
		/** The user's name for the host, for these lines. */
		readonly name?: string | undefined;
	},
): Promise<T> {
	const { host, totalSeconds, attemptSeconds, signal } = options;
	const started = performance.now();
	const elapsed = () => (performance.now() - started) / 1000;
	let attempts = 0;
	let saw = "no answer yet";
	const who = options.name === undefined ? host : `${options.name} (${host})`;
	const say = () => {
		const left = Math.max(0, Math.round(totalSeconds - elapsed()));
		options.waiting?.(`${who}: ${saw}; waiting ${left} s more`);
		timer = setTimeout(say, sayEvery * 1000);
	};
	let timer = setTimeout(say, options.sayAfterSeconds * 1000);
	try {
		return await pRetry(
			() => {
				attempts += 1;
				const left = totalSeconds - elapsed();
				// An attempt may start just before the time is over. It still gets a second.
				return dial(Math.max(1, Math.min(attemptSeconds, left)));
			},
			{
				retries: Number.POSITIVE_INFINITY,
				minTimeout: options.pauseSeconds * 1000,
				maxTimeout: 5000,
				maxRetryTime: totalSeconds * 1000,
				randomize: true,
				signal,
				shouldRetry({ error }) {
					if (!(error instanceof DialFailure)) return false;
					saw = sawWith(error.code);
					return mayPass(error.code);
				},
			},
		);
	} catch (error) {
		if (signal.aborted)
			throw new RemoteError({
				host,
				doing: "connect",
				saw: "interrupted",
				beforeAnythingRan: true,
			});
		if (!(error instanceof DialFailure)) throw error;
		const { code } = error;
		throw unreachable({ host, code, attempts, seconds: elapsed() });
	} finally {
		clearTimeout(timer);
	}
}
