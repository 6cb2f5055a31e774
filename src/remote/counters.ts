import { RemoteError } from "../errors.ts";
import { tail } from "./observe.ts";
import type { Session } from "./session.ts";

/** What the kernel counts of one service or real server. Of a service: the sum over its real servers, where it is a sum. */
export interface Counters {
	readonly active: number;
	readonly inactive: number;
	/** Clients that persistence keeps with it. */
	readonly persistent: number;
	/** Since the service was made, or `lvs zero`. */
	readonly connections: number;
	readonly packetsIn: number;
	readonly packetsOut: number;
	readonly bytesIn: number;
	readonly bytesOut: number;
	/** New connections a second, of the last seconds. */
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

/** Key of a service or real server, as in `Desired.ipvs` -> its counters, of the whole table. One remote execution. */
export async function readCounters(
	session: Session,
): Promise<ReadonlyMap<string, Counters>> {
	const { exit, stdout, stderr } = await session.run(
		`[ -e /proc/net/ip_vs ] || exit 0
for what in --persistent-conn --stats --rate; do
	echo "@$what"
	ipvsadm -Ln --exact $what || exit
done`,
		{ doing: "read the counters", timeoutSeconds: 60 },
	);
	if (exit !== 0)
		throw new RemoteError({
			host: session.host,
			doing: "read the counters",
			saw: `exit ${exit}${tail(stderr)}`,
		});
	return parseCounters(stdout);
}

/** Exported for its test. */
export function parseCounters(text: string): ReadonlyMap<string, Counters> {
	const counters = new Map<string, Counters>();
	let listing = "";
	let service = "";
	for (const line of text.split("\n")) {
		if (line.startsWith("@")) {
			listing = line.slice(1);
			continue;
		}
		const [first = "", second = "", ...rest] = line.trim().split(/\s+/);
		const option = options[first as keyof typeof options];
		if (option !== undefined) service = `${option} ${second}`;
		else if (first !== "->" || !/:\d+$/.test(second)) continue;
		const key = option === undefined ? `${service} -r ${second}` : service;
		counters.set(key, {
			...(counters.get(key) ?? none),
			...read(listing, rest.map(Number), option !== undefined),
		});
	}
	for (const [key, { active, inactive, persistent }] of counters) {
		const [owner, server] = key.split(" -r ");
		const sum = counters.get(owner ?? "");
		if (server === undefined || owner === undefined || sum === undefined)
			continue;
		counters.set(owner, {
			...sum,
			active: sum.active + active,
			inactive: sum.inactive + inactive,
			persistent: sum.persistent + persistent,
		});
	}
	return counters;
}

const options = { TCP: "-t", UDP: "-u", FWM: "-f" } as const;

function read(
	listing: string,
	columns: readonly number[],
	isService: boolean,
): Partial<Counters> {
	const [one = 0, two = 0, three = 0, four = 0, five = 0] = columns;
	switch (listing) {
		// of a service these are its scheduler and options
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
