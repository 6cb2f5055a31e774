import { ruleLine } from "../ipvs/command.ts";
import { readDump } from "../ipvs/dump.ts";

/**
 * The rules of a live table, with thresholds, as lines of a rule file. A line that is no rule we know stays as it is: who reads the text
 * then names it.
 *
 * @param lines of `ipvsadm -Sn`, and then of `ipvsadm -Ln --thresholds`
 */
export function dumpText(lines: readonly string[]): string {
	const { table, unread } = readDump(lines);
	return [...[...table.values()].map(ruleLine), ...unread]
		.map((line) => `${line}\n`)
		.join("");
}
