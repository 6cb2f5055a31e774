import { ruleLine } from "../ipvs/command.ts";
import { parseDump } from "../ipvs/dump.ts";
import { parseLine } from "../ipvs/parse-rule.ts";

/**
 * The rules of a live table, with thresholds, as lines of a rule file. A line that is no rule we know stays as it is: who reads the text
 * then names it.
 *
 * @param lines of `ipvsadm -Sn`, and then of `ipvsadm -Ln --thresholds`
 */
export function dumpText(lines: readonly string[]): string {
	const rules = [...parseDump(lines).values()].map(ruleLine);
	const others = lines.filter(
		(line) => /^-[Aa]\s/.test(line) && parseLine(line) === undefined,
	);
	return [...rules, ...others].map((line) => `${line}\n`).join("");
}
