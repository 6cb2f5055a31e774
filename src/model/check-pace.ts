import type { Check } from "./cluster.ts";

/**
 * Whether a check runs a program at each try: one of the operator, or ours where keepalived cannot ask. keepalived begins these at the pace that is
 * declared, however long one takes. After a try of its own it counts from the end.
 */
export function runsProgram(asks: Check["asks"]): boolean {
	return (
		asks.kind === "command" ||
		(asks.kind === "tcp" && asks.talk !== undefined) ||
		(asks.kind === "https" && asks.verify !== undefined)
	);
}

/**
 * How long an answer may take where nothing is said: seconds. Half of the time between two checks leaves the other half between a try that is
 * refused at once and the next, so that a web server that is started again has that long.
 *
 * @param isProgram whether `runsProgram`.
 */
export function usualTimeout(
	everySeconds: number,
	failures: number,
	isProgram: boolean,
): number {
	return isProgram || failures === 1 ? everySeconds : everySeconds / 2;
}

/** Seconds after a failed try until the next: of a program from its beginning on, else from its end on. */
export function retrySeconds({
	asks,
	everySeconds,
	timeoutSeconds,
}: Pick<Check, "asks" | "everySeconds" | "timeoutSeconds">): number {
	return runsProgram(asks)
		? everySeconds
		: Math.max(everySeconds - timeoutSeconds, leastRetry);
}

/** A failing real server is out after at most so many seconds. */
export function outSeconds({
	asks,
	everySeconds,
	timeoutSeconds,
	failures,
}: Pick<
	Check,
	"asks" | "everySeconds" | "timeoutSeconds" | "failures"
>): number {
	if (!runsProgram(asks)) return everySeconds * failures + timeoutSeconds;
	// it has whole seconds, and none begins before the one before it has ended
	const most = Math.ceil(timeoutSeconds);
	return everySeconds + Math.max(everySeconds, most) * (failures - 1) + most;
}

const leastRetry = 0.1;
