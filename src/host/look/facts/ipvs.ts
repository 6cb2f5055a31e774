import { isServerKey } from "../../../model/rule-key.ts";
import { raw, sh } from "../../../ssh/shell.ts";
import { recordDirectory } from "../../record.ts";
import { readListing } from "../listing.ts";
import type { Fact } from "./fact.ts";

/**
 * The kernel's whole IPVS table, key -> attributes, those of others included.
 * Empty where ip_vs is not loaded: asking ipvsadm then would load it, and looking must change nothing.
 */
export const ipvs: Fact<Record<string, string>> = {
	probe: ({ ipvs }, _family, owner) =>
		sh`[ ! -e /proc/net/ip_vs ] || { ipvsadm -Sn
	${raw(
		Object.values(ipvs).some((attributes) => attributes.includes(" -x "))
			? "true"
			: sh`grep -qs -- '"thresholds": true' ${`${recordDirectory(owner)}/record.json`}`,
	)} && ipvsadm -Ln --thresholds; }`,
	parse({ lines }) {
		const rules = Object.fromEntries(
			lines.filter((line) => /^-[Aa] /.test(line)).map(parseRule),
		);
		for (const { key, columns } of readListing(lines)) {
			const [upper, lower] = columns;
			if (isServerKey(key) && key in rules && `${upper}${lower}` !== "00")
				rules[key] += ` -x ${upper} -y ${lower}`;
		}
		return rules;
	},
};

/** `-a -t V:80 -r R:80 -g -w 2` -> [`-t V:80 -r R:80`, `-g -w 2`] */
export function parseRule(line: string): readonly [string, string] {
	const [command, ...words] = line.trim().split(/\s+/);
	const length = command === "-a" ? 4 : 2;
	return [words.slice(0, length).join(" "), words.slice(length).join(" ")];
}
