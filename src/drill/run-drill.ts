import { setTimeout as sleep } from "node:timers/promises";
import type { Deed } from "./deed.ts";
import type { Load } from "./load.ts";
import { notWell } from "./not-well.ts";
import type { RunningLoad } from "./running-load.ts";

/** Seconds of a drill. */
export interface Times {
	/** Only requests, before the event. */
	readonly before: number;
	/** From the event until it is taken back. */
	readonly during: number;
	/** Only requests, after it. */
	readonly after: number;
}

/** Seconds for which we wait for answers before the event, besides the time before it. */
const mostPatience = 20;

/** What happened in a drill. Times are seconds since the client booted. */
export interface Ran {
	readonly load: Load;
	/** When the event began. Undefined: it did not. */
	readonly eventAt?: number;
	/** When it was over, or taken back. */
	readonly endedAt?: number;
	/** Why it did not begin: the service did not work before it. */
	readonly notWell?: string;
	/** Whether the user ended the drill before its time. */
	readonly interrupted: boolean;
	/** Why the event could not be taken back. */
	readonly notTakenBack?: string;
}

/**
 * Waits under the load, begins the event, takes it back, and waits again. Whatever happens, the event is taken back and the load ends.
 *
 * @param signal ends the drill early.
 * @throws RemoteError if the client is lost, or the event is not possible.
 */
export async function runDrill({
	load,
	deed,
	times,
	say,
	signal,
}: {
	readonly load: RunningLoad;
	readonly deed: Deed;
	readonly times: Times;
	readonly say: (line: string) => void;
	readonly signal: AbortSignal;
}): Promise<Ran> {
	const pause = async (seconds: number) => {
		const over = new AbortController();
		try {
			await Promise.race([
				// after an interruption it goes on with the next step
				sleep(seconds * 1000, undefined, {
					signal: AbortSignal.any([signal, over.signal]),
				}).catch(() => {}),
				load.broken,
			]);
		} finally {
			over.abort();
		}
	};
	const stopped = async (ran: Omit<Ran, "load" | "interrupted">) => {
		say("waits for the requests that are under way");
		return {
			...ran,
			load: await load.stop(),
			interrupted: signal.aborted,
		};
	};
	await pause(times.before);
	if (signal.aborted) return stopped({});
	let found = notWell(await load.look());
	for (let more = 0; found?.passes && more < mostPatience; more++) {
		await pause(1);
		if (signal.aborted) return stopped({});
		found = notWell(await load.look());
	}
	if (found !== undefined) return stopped({ notWell: found.reason });
	const { eventAt, notTakenBack, failure } = await happen({
		load,
		deed,
		seconds: times.during,
		pause,
		say,
	});
	try {
		if (failure !== undefined) {
			await load.stop().catch(() => {});
			throw failure;
		}
		const endedAt = await load.clock();
		if (!signal.aborted) {
			say(`waits ${times.after} s more`);
			await pause(times.after);
		}
		return await stopped({
			eventAt,
			endedAt,
			...(notTakenBack === undefined ? {} : { notTakenBack }),
		});
	} catch (error) {
		// both must be known
		if (notTakenBack !== undefined && error instanceof Error)
			error.message += `\n  ${notTakenBack}`;
		throw error;
	}
}

/** The event, from its beginning until it is taken back. It never rejects. */
async function happen({
	load,
	deed,
	seconds,
	pause,
	say,
}: {
	readonly load: RunningLoad;
	readonly deed: Deed;
	readonly seconds: number;
	readonly pause: (seconds: number) => Promise<unknown>;
	readonly say: (line: string) => void;
}): Promise<{ eventAt: number; notTakenBack?: string; failure?: unknown }> {
	let eventAt = 0;
	let failure: unknown;
	try {
		eventAt = await load.clock();
	} catch (failure) {
		// nothing was done, and taking it back would change what others did
		return { eventAt, failure };
	}
	try {
		say(deed.lasts ? `${deed.says}, for ${seconds} s` : deed.says);
		await deed.begin();
		if (deed.lasts) await pause(seconds);
	} catch (error) {
		failure = error;
	}
	try {
		if (deed.lasts) say("the event is taken back");
		await deed.end();
		return { eventAt, failure };
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		return {
			eventAt,
			failure,
			notTakenBack: `the event is NOT taken back: ${why}\n  take it back: ${deed.byHand}`,
		};
	}
}
