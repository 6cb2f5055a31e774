import { setTimeout as sleep } from "node:timers/promises";
import { readerLeft } from "../reader-left.ts";

/** Shows something again and again, as long as somebody reads it. */
export async function showAgain(
	show: () => Promise<void>,
	milliseconds: number,
): Promise<void> {
	while (!readerLeft.aborted) {
		await show();
		// a reader that leaves also ends the sleep
		await sleep(milliseconds, undefined, { signal: readerLeft }).catch(
			() => {},
		);
	}
}
