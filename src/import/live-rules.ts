import { ruleLine } from "../ipvs/command.ts";
import type { Dump } from "../ipvs/dump.ts";
import { ruleKey } from "../ipvs/rule.ts";
import { groupRules, type ReadRules } from "./read-rules.ts";
import { type RuleLine, ruleLines } from "./rule-lines.ts";
import type { Place } from "./script/read-script.ts";
import { undeclarable } from "./undeclarable.ts";

/**
 * The contents of a live table. The line of a rule is its place there. Lines that we do not know as rules come last, and are reported like lines of a script.
 */
export function liveRules({ table, unread }: Dump): ReadRules {
	const known = [...table.values()].map((rule, index): RuleLine => {
		const place = { line: index + 1, text: ruleLine(rule) };
		const reason = undeclarable(rule);
		return reason === undefined
			? { ...place, rule }
			: {
					...place,
					reason,
					service: rule.kind === "service" ? ruleKey(rule) : undefined,
				};
	});
	const rest = ruleLines(unread.join("\n"));
	const last = <Of extends Place>(of: Of): Of => ({
		...of,
		line: of.line + table.size,
	});
	return groupRules({
		lines: [...known, ...rest.lines.map(last)],
		unread: rest.unread.map(last),
		remarks: rest.remarks.map(last),
		timeouts: undefined,
	});
}
