import { readListing } from "./listing.ts";
import { parseLine } from "./parse-rule.ts";
import { type Table, tableOf } from "./rule.ts";

/** Reads the lines of `ipvsadm -Sn`, followed by those of `ipvsadm -Ln --thresholds` where they were asked for. */
export function parseDump(lines: readonly string[]): Table {
	const thresholds = new Map(
		readListing(lines).map(({ key, columns }) => [key, columns]),
	);
	const bare = tableOf(lines.flatMap((line) => parseLine(line) ?? []));
	return new Map(
		[...bare].map(([key, rule]) => {
			const [upper, lower] = thresholds.get(key) ?? [];
			return [
				key,
				rule.kind === "server" && upper !== undefined
					? { ...rule, upper: Number(upper), lower: Number(lower) }
					: rule,
			];
		}),
	);
}
