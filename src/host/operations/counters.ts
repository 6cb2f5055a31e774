import { isServerKey, serviceOfKey } from "../../ipvs/key.ts";
import { readListing } from "../../ipvs/listing.ts";
import { newMark } from "../../ssh/new-mark.ts";
import { runToEnd } from "../../ssh/run-to-end.ts";
import type { Session } from "../../ssh/session.ts";
import { parseSections, section, setMark } from "../sections.ts";

/** The kernel's counters of one service or real server. Those of a service are sums over its real servers where a sum makes sense. */
export interface Counters {
	readonly active: number;
	readonly inactive: number;
	/** How many clients persistence keeps with this real server. */
	readonly persistent: number;
	/** Connections since the service was made, or since `lvsctl zero`. */
	readonly connections: number;
	readonly packetsIn: number;
	readonly packetsOut: number;
	readonly bytesIn: number;
	readonly bytesOut: number;
	/** New connections a second, averaged over the last seconds. */
	readonly rate: number;
}

const none: Counters = {
	active: 0,
	inactive: 0,
	persistent: 0,
	connections: 0,
	packetsIn: 0,
	packetsOut: 0,
	bytesIn: 0,
	bytesOut: 0,
	rate: 0,
};

/** Reads the counters of the whole table in one remote execution. Key of a service or real server, as in `Desired.ipvs` -> its counters. */
export async function readCounters(
	session: Session,
): Promise<ReadonlyMap<string, Counters>> {
	const mark = newMark();
	const answer = await runToEnd(
		session,
		`${setMark(mark)}
[ -e /proc/net/ip_vs ] || exit 0
${listings.map((listing) => `${section(listing)}; ipvsadm -Ln --exact ${listing} || exit`).join("\n")}`,
		{ doing: "read the counters" },
	);
	return parseCounters(parseSections(mark, answer));
}

const listings = ["--persistent-conn", "--stats", "--rate"] as const;

/** @param sections listing -> its lines. */
export function parseCounters(
	sections: ReturnType<typeof parseSections>,
): ReadonlyMap<string, Counters> {
	const counters = new Map<string, Counters>();
	for (const [listing, lines] of sections)
		for (const { key, columns } of readListing(lines))
			counters.set(key, {
				...(counters.get(key) ?? none),
				...read(listing, columns.map(Number), !isServerKey(key)),
			});
	for (const [key, { active, inactive, persistent }] of counters) {
		const service = serviceOfKey(key);
		const sum = counters.get(service);
		if (!isServerKey(key) || sum === undefined) continue;
		counters.set(service, {
			...sum,
			active: sum.active + active,
			inactive: sum.inactive + inactive,
			persistent: sum.persistent + persistent,
		});
	}
	return counters;
}

function read(
	listing: string,
	columns: readonly number[],
	isService: boolean,
): Partial<Counters> {
	const [one = 0, two = 0, three = 0, four = 0, five = 0] = columns;
	switch (listing) {
		// in the line of a service, these columns are its scheduler and options
		case "--persistent-conn":
			return isService
				? {}
				: { persistent: two, active: three, inactive: four };
		case "--stats":
			return {
				connections: one,
				packetsIn: two,
				packetsOut: three,
				bytesIn: four,
				bytesOut: five,
			};
		default:
			return { rate: one };
	}
}
