import { leastRetrySeconds } from "../../model/check-bounds.ts";
import { usualRetry } from "../../model/usual-retry.ts";
import type { Times } from "./found-check.ts";

/** Times with the seconds from a failure to the next try, where a declaration must say them. */
export function withRetry(
	times: Omit<Times, "retrySeconds">,
	seconds: number,
): Times {
	const retrySeconds = Math.max(seconds, leastRetrySeconds);
	return {
		...times,
		...(times.failures === 1 || retrySeconds === usualRetry(times)
			? {}
			: { retrySeconds }),
	};
}
