import type { Desired, DesiredCheck } from "../model/desired.ts";
import type { Health } from "./found-director.ts";
import type { Observed } from "./observed.ts";

/** The failed checks of a director, a line for each real server. Empty: all pass. */
export function healthLines(
	{ checks = {} }: Pick<Desired, "checks">,
	{
		health,
		layers,
		agentProblems = [],
	}: Pick<Observed, "health" | "layers"> &
		Partial<Pick<Observed, "agentProblems">>,
): string[] {
	const bad = Object.entries(checks).flatMap(([place, check]) => {
		const found = health[place];
		return found === undefined || isGood(found) ? [] : [{ check, found }];
	});
	const lines = bad.map(
		({ check, found }) =>
			`${check.realServer}: ${healthLine(check, { ...found, staysIn: !check.rules.some((key) => key in layers) })}`,
	);
	const never = bad.some(({ found }) => found.verdict === "failed");
	return [
		...lines,
		...agentProblems,
		...(never
			? [
					"no real server passes this check: it may be a mistake in the check, so all of them stay in",
				]
			: []),
	];
}

/**
 * One real server that does not pass: since when it fails, what is asked, and why it fails.
 *
 * @param found.staysIn whether it gets new connections all the same, because its service says so for a time when all fail. Default: it does not.
 */
export function healthLine(
	{ asks }: Pick<DesiredCheck, "asks">,
	{
		verdict,
		since,
		why,
		staysIn = false,
	}: Health & { readonly staysIn?: boolean },
): string {
	const reason = why === "" ? "" : `: ${why}`;
	if (verdict === "awaited")
		return `is new, and gets no new connections before it passes its check (${asks})`;
	return verdict === "down"
		? `fails its check since ${new Date(since * 1000).toISOString()}, and ${staysIn ? "stays in, as all others fail too" : "gets no new connections"} (${asks})${reason}`
		: `has not passed its check (${asks})${reason}`;
}

/** Whether there is nothing to report: it passes, or there is no result yet. */
export function isGood({ verdict }: Health): boolean {
	return verdict === "up" || verdict === "untried";
}

/** Whether it is to get no new connections, unless its service says otherwise for a time when all fail. */
export function isOut({ verdict }: Pick<Health, "verdict">): boolean {
	return verdict === "down" || verdict === "awaited";
}
