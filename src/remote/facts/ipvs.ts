import type { Fact } from "./fact.ts";

/**
 * The kernel's whole IPVS table, key -> attributes, those of others included.
 * Empty where ip_vs is not loaded: asking ipvsadm then would load it, and looking must change nothing.
 */
export const ipvs: Fact<Record<string, string>> = {
	probe: () => "[ ! -e /proc/net/ip_vs ] || ipvsadm -Sn",
	parse: ({ lines }) => Object.fromEntries(lines.map(parseRule)),
};

/** `-a -t V:80 -r R:80 -g -w 2` -> [`-t V:80 -r R:80`, `-g -w 2`] */
export function parseRule(line: string): readonly [string, string] {
	const [command, ...words] = line.trim().split(/\s+/);
	const length = command === "-a" ? 4 : 2;
	return [words.slice(0, length).join(" "), words.slice(length).join(" ")];
}
