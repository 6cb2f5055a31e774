import type { Times } from "../../configuration/found-check.ts";
import { type Notes, remark } from "../../configuration/notes.ts";
import { withRetry } from "../../configuration/with-retry.ts";
import type { Directive, Directives } from "../sort-directives.ts";
import type { Asker } from "./asker.ts";

/** ldirectord's defaults. */
const usual = {
	checkinterval: 10,
	failurecount: 1,
	checktimeout: 5,
	negotiatetimeout: 30,
} as const;

/** Each counts for the other where that is not written. */
const other = {
	checktimeout: "negotiatetimeout",
	negotiatetimeout: "checktimeout",
} as const;

/** The times of a check, and what is different about them. */
export function timesOf(
	own: Directives,
	globals: Directives,
	timeout: Asker["timeout"],
	notes: Notes,
): { readonly declared: Times; readonly remarks: readonly string[] } {
	const interval = secondsOf(
		intervalIn(own, globals, notes),
		usual.checkinterval,
	);
	const written =
		own.last(timeout) ??
		own.last(other[timeout]) ??
		globals.last(timeout) ??
		globals.last(other[timeout]);
	const limit = secondsOf(written, usual[timeout]);
	const failures = secondsOf(
		own.last("failurecount") ?? globals.last("failurecount"),
		usual.failurecount,
	);
	// who answers in the time that is written must not be out: ldirectord waits for an answer, and then for the interval
	const every = written === undefined ? interval : Math.max(interval, limit);
	return {
		declared: withRetry(
			{
				everySeconds: every,
				timeoutSeconds: Math.min(limit, every),
				failures,
			},
			interval,
		),
		remarks: [
			...(limit > every
				? [
						`an answer may take ${every} s, as long as between two checks, and by ldirectord ${limit} s; for more write a larger \`everySeconds\``,
					]
				: []),
			...(every > interval
				? [
						`an answer may take ${limit} s, so a check begins each ${every} s, and by ldirectord ${interval} s after the end of the last one; to see a failure sooner write both smaller, like everySeconds: ${interval}, timeoutSeconds: ${interval}`,
					]
				: []),
		],
	};
}

/** The interval of a virtual service counts only where each is checked by a process of its own. */
function intervalIn(
	own: Directives,
	globals: Directives,
	notes: Notes,
): Directive | undefined {
	const interval = own.last("checkinterval");
	if (interval === undefined || globals.last("fork")?.value === "yes")
		return interval ?? globals.last("checkinterval");
	remark(
		notes,
		interval,
		"without fork=yes ldirectord does not heed it, and that of the whole file is declared",
	);
	return globals.last("checkinterval");
}

function secondsOf(
	directive: Directive | undefined,
	otherwise: number,
): number {
	return directive === undefined ? otherwise : Number(directive.value);
}
