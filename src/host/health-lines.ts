import type { Desired, DesiredCheck } from "../model/desired.ts";
import type { Health, Observed } from "./observed.ts";

/** What the checks of a director found that is not good, a line for each real server. Empty: all pass. */
export function healthLines(
	{ checks = {} }: Pick<Desired, "checks">,
	{ health }: Pick<Observed, "health">,
): string[] {
	const bad = Object.entries(checks).flatMap(([place, check]) => {
		const found = health[place];
		return found === undefined || isGood(found) ? [] : [{ check, found }];
	});
	const lines = bad.map(
		({ check, found }) => `${check.realServer}: ${healthLine(check, found)}`,
	);
	const never = bad.some(({ found }) => found.verdict === "failed");
	return [
		...lines,
		...(never
			? [
					"no real server passes this check: it may be a mistake in the check, so all of them stay in",
				]
			: []),
	];
}

/** One real server that does not pass: since when, what is asked, and why it fails. */
export function healthLine(
	{ asks }: Pick<DesiredCheck, "asks">,
	{ verdict, since, why }: Health,
): string {
	const reason = why === "" ? "" : `: ${why}`;
	return verdict === "down"
		? `fails its check since ${new Date(since * 1000).toISOString()}, and gets no new connections (${asks})${reason}`
		: `has not passed its check (${asks})${reason}`;
}

/** Whether nothing is to be told: it passes, or nobody knows yet. */
export function isGood({ verdict }: Health): boolean {
	return verdict === "up" || verdict === "untried";
}
