import type { Command } from "../../../src/ipvs/command.ts";
import { parseLine } from "../../../src/ipvs/parse-rule.ts";
import { formatAttributes, type Table } from "../../../src/ipvs/rule.ts";

// Tables and commands as ipvsadm writes them, which tests read best.

/** `-e -t 172.18.0.70:80 -r 172.18.0.67:80 -g -w 2` */
export function command(line: string): Command {
	const letter = line[1] ?? "";
	const verb = { a: "add", e: "edit", d: "delete" } as const;
	const rule = parseLine(line.replace(/^-\w/, letter < "a" ? "-A" : "-a"));
	if (rule === undefined) throw new Error(`${line} is no command`);
	return { verb: verb[letter.toLowerCase() as keyof typeof verb], rule };
}

/** Key -> attributes, as in `Desired.ipvs`. */
export function written(table: Table): Record<string, string> {
	return Object.fromEntries(
		[...table].map(([key, rule]) => [key, formatAttributes(rule)]),
	);
}
