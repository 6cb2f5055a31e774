import { formatSpan } from "../model/format-span.ts";

/** A smaller difference may come from the time of the connection, on a slow machine. */
const mostSeconds = 30;

/**
 * How far the clock of a host is from this machine's.
 *
 * @param there seconds since 1970 by the host's clock, at some moment between two of this machine's.
 * @returns Seconds, positive where the host is ahead; 0 where both may be right.
 */
export function clockAhead(
	there: number,
	before: number,
	after: number,
): number {
	const ahead =
		there > after + mostSeconds
			? there - after
			: there < before - mostSeconds
				? there - before
				: 0;
	return Math.round(ahead);
}

/** A remark on a host whose clock differs from this machine's. Empty if they agree. */
export function clockLines(ahead: number): string[] {
	return ahead === 0
		? []
		: [
				`its clock is ${formatSpan(Math.abs(ahead))} ${ahead > 0 ? "ahead of" : "behind"} this machine's: cookies, sessions and certificates end there at another time than elsewhere; set the wrong one right (timedatectl set-ntp true)`,
			];
}
