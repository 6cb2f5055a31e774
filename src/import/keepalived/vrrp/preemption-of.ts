import { placeOf } from "../../place-of.ts";
import type { Unread } from "../../script/read-script.ts";
import { secondsOf } from "../numbers.ts";
import type { Statement } from "../statement.ts";

/** How keepalived takes an address back: without `nopreempt` at once, or after its delay. With `state MASTER` neither counts. */
export function preemptionOf(
	last: (...keywords: string[]) => Statement | undefined,
): {
	/** Seconds. Undefined: the director that has the address keeps it. A string says why they cannot be read. */
	readonly value: number | string | undefined;
	/** Undefined: nothing is written. */
	readonly place: Statement | undefined;
	readonly differences: readonly Unread[];
} {
	const keeps = last("preempt", "nopreempt");
	const delay = last("preempt_delay");
	const isMaster = last("state")?.values[0] === "MASTER";
	const none = keeps?.keyword === "nopreempt" ? keeps : undefined;
	if (none !== undefined && !isMaster)
		return { value: undefined, place: none, differences: [] };
	const ignored = isMaster ? (none ?? delay) : undefined;
	if (ignored !== undefined)
		return {
			value: 0,
			place: ignored,
			differences: [
				{
					...placeOf(ignored),
					reason: `with state MASTER keepalived does not heed ${ignored.keyword}, and takes the VIP back at once, so preemptSeconds: 0 is declared; if the other is meant, ${ignored === none ? "leave that out" : "write the seconds there"}`,
				},
			],
		};
	const seconds = delay === undefined ? 0 : secondsOf(delay);
	if (delay === undefined || typeof seconds === "string")
		return { value: seconds, place: delay, differences: [] };
	const whole = Math.ceil(seconds);
	return {
		value: whole,
		place: delay,
		differences:
			whole === seconds
				? []
				: [
						{
							...placeOf(delay),
							reason: `preemptSeconds is a whole number, and ${whole} is declared`,
						},
					],
	};
}
