import { parseDrainEnds } from "../host/drain-ends.ts";
import { parseHealth } from "../host/parse-health.ts";
import { readDump } from "../ipvs/dump.ts";
import type { Evidence } from "./evidence.ts";
import {
	parseAddresses,
	parseConnections,
	parseControl,
	parseFrames,
	parseLinks,
	parseNeighbours,
	parseReceivers,
	parseRoute,
	parseSockets,
	parseSysctls,
} from "./parse-network.ts";
import { parseRules } from "./parse-rules.ts";
import { parseTrace } from "./parse-trace.ts";

type Sections = ReadonlyMap<string, readonly string[]>;

/**
 * Reads the answer of one host.
 *
 * @param table name of our table of nftables
 */
export function parseEvidence(
	name: string,
	sections: Sections,
	table: string,
): Evidence {
	const lines = (section: string) => sections.get(section) ?? [];
	const trace = sections.get("trace");
	const drops = sections.get("drops");
	const missed = lines("no-trace");
	const dump = sections.has("ipvs") ? readDump(lines("ipvs")) : undefined;
	return {
		name,
		packets: trace === undefined ? undefined : parseTrace(trace, table),
		drops: drops === undefined ? undefined : parseDrops(drops),
		blind: [
			...(trace === undefined || missed.length > 0
				? [`its packets could not be traced: ${missed.join(" ") || gone}`]
				: []),
			...(drops === undefined
				? [
						`the kernel's reasons for drops could not be read: ${lines("no-drops").join(" ") || gone}`,
					]
				: []),
			...(dump?.unread ?? []).map(
				(line) => `a line of its table of IPVS could not be read: ${line}`,
			),
			...lines("left").map(
				(folder) =>
					`what diagnose put there could not all be removed: umount -l ${folder}/mounted; rm -rf --one-file-system ${folder}`,
			),
		],
		links: parseLinks(lines("links")),
		control: parseControl(lines("control")),
		frames: parseFrames(lines("frames")),
		addresses: parseAddresses(lines("addresses")),
		neighbours: parseNeighbours(lines("neighbours")),
		routes: Object.fromEntries(
			[...sections.keys()]
				.filter((section) => section.startsWith("route "))
				.map((section) => [
					section.slice("route ".length),
					parseRoute(lines(section)),
				]),
		),
		rules: parseRules(lines("rules")),
		sysctls: parseSysctls(lines("sysctls")),
		sockets: parseSockets(lines("listeners")),
		receivers: parseReceivers(lines("receivers")),
		ipvs: dump?.table,
		connections: parseConnections(lines("connections")),
		drained: parseDrainEnds(lines("drained")),
		health: parseHealth(lines("health")),
		grown: parseGrown(lines("counters-before"), lines("counters")),
		legacy: lines("legacy"),
	};
}

const gone = "the observation had already ended";

/** The reasons that the kernel wrote, one a line. */
export function parseDrops(lines: readonly string[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const reason of lines)
		if (/^[A-Z_0-9]+$/.test(reason) && reason !== "NOT_SPECIFIED")
			counts[reason] = (counts[reason] ?? 0) + 1;
	return counts;
}

/** The two files have a line of names and a line of numbers for each group: `TcpExt: SyncookiesSent …`, `TcpExt: 0 …`. */
function parseGrown(
	before: readonly string[],
	after: readonly string[],
): Record<string, number> {
	const earlier = countersOf(before);
	return before.length === 0
		? {}
		: Object.fromEntries(
				[...countersOf(after)].flatMap(([name, value]) => {
					const grown = value - (earlier.get(name) ?? value);
					return grown > 0 ? [[name, grown]] : [];
				}),
			);
}

function countersOf(lines: readonly string[]): Map<string, number> {
	const counters = new Map<string, number>();
	for (let at = 0; at + 1 < lines.length; at += 2) {
		const [group = "", ...names] = (lines[at] ?? "").split(/\s+/);
		const [same, ...values] = (lines[at + 1] ?? "").split(/\s+/);
		if (group === same)
			names.forEach((name, index) => {
				counters.set(`${group.slice(0, -1)}${name}`, Number(values[index]));
			});
	}
	return counters;
}
