import { isListed, readListing } from "./listing.ts";
import { parseLine } from "./parse-rule.ts";
import { type Rule, type Table, tableOf } from "./rule.ts";

/** What ipvsadm printed of the kernel's table. */
export interface Dump {
	readonly table: Table;
	/** The lines that we do not know as rules: an address with a zone, a word of a newer ipvsadm. */
	readonly unread: readonly string[];
}

/** Reads the lines of `ipvsadm -Sn`, followed by those of `ipvsadm -Ln --thresholds` if they were asked for. */
export function readDump(lines: readonly string[]): Dump {
	const thresholds = new Map(
		readListing(lines).map(({ key, columns }) => [key, columns]),
	);
	const rules: Rule[] = [];
	const unread: string[] = [];
	for (const line of lines) {
		const rule = parseLine(line);
		if (rule !== undefined) rules.push(rule);
		else if (!isListed(line)) unread.push(line);
	}
	const table = new Map(
		[...tableOf(rules)].map(([key, rule]) => {
			const [upper, lower] = thresholds.get(key) ?? [];
			return [
				key,
				rule.kind === "server" && upper !== undefined
					? { ...rule, upper: Number(upper), lower: Number(lower) }
					: rule,
			];
		}),
	);
	return { table, unread };
}

/** Reads only the rules, for callers that do not report lines that could not be read. */
export function parseDump(lines: readonly string[]): Table {
	return readDump(lines).table;
}
