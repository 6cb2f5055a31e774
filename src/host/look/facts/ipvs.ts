import { readListing } from "../../../ipvs/listing.ts";
import { parseLine, parseTable } from "../../../ipvs/parse-rule.ts";
import { hasThreshold, type Table, tableOf } from "../../../ipvs/rule.ts";
import { raw, sh } from "../../../ssh/shell.ts";
import { recordDirectory } from "../../record.ts";
import type { Fact } from "./fact.ts";

/**
 * The kernel's whole IPVS table, those of others included. Empty where ip_vs is not loaded: asking ipvsadm then would load it,
 * and looking must change nothing.
 */
export const ipvs: Fact<Table> = {
	probe: ({ ipvs }, _family, owner) =>
		sh`[ ! -e /proc/net/ip_vs ] || { ipvsadm -Sn
	${raw(
		[...parseTable(ipvs).values()].some(hasThreshold)
			? "true"
			: sh`grep -qs -- '"thresholds": true' ${`${recordDirectory(owner)}/record.json`}`,
	)} && ipvsadm -Ln --thresholds; }`,
	parse: ({ lines }) => parseDump(lines),
};

/** Lines of `ipvsadm -Sn`, and of `ipvsadm -Ln --thresholds` after them, where they were asked for. */
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
