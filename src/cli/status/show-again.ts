import { setTimeout as sleep } from "node:timers/promises";
import { readerLeft } from "../reader-left.ts";

/** Shows something again and again, until nobody reads it any more. */
export async function showAgain(
	show: () => Promise<void>,
	milliseconds: number,
): Promise<void> {
	while (!readerLeft.aborted) {
		await show();
		// who leaves ends the sleep, too
		await sleep(milliseconds, undefined, { signal: readerLeft }).catch(
			() => {},
		);
	}
}
