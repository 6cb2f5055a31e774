import { forwardings } from "../ipvs/forwarding.ts";
import { formatSelector } from "../model/answer-route.ts";
import type { Cluster, RealServer } from "../model/cluster.ts";
import { markMask, markOf, tablesOf } from "../model/tables.ts";
import type { Chains } from "./nftables.ts";
import { portsAt } from "./service-ports.ts";

/** The address and port where a client's requests arrive at a real server, by NAT. */
interface Door {
	readonly protocol: "tcp" | "udp";
	readonly port: number | "all";
}

/** How the answers of a real server go back through the director (NAT). Everything is empty if the real server serves nothing by NAT. */
export interface Answers {
	/** Selectors as `ip rule` prints them. */
	readonly selectors: readonly string[];
	/** Rules that mark packets, for the selector of the mark. */
	readonly chains: Chains;
	/** Whether data connections that FTP announces in its control connection must go back too. */
	readonly ftp: boolean;
}

/**
 * Chooses the answers that must go back through the director. Only these use that route; the default route stays as it is, and so does the way by which we
 * reach the real server. Answers to a client on the real server's own link go through the director too.
 *
 * They are chosen in two ways, as neither finds all of them:
 * - By source address and port. This finds what a program on the host sends itself. It needs no connection tracking, so it also finds
 *   answers in connections that began before the host tracked any.
 * - By a mark, which connection tracking lets our rules set. This finds answers that leave with the address and port of the service but
 *   have others before that: they come from a container, or from a port that requests were redirected to. It also finds ICMP errors about
 *   a connection, and the data connections of FTP.
 */
export function answersOf(cluster: Cluster, realServer: RealServer): Answers {
	const { address } = realServer;
	const doors = doorsOf(cluster, realServer);
	if (doors.length === 0) return { selectors: [], chains: {}, ftp: false };
	const value = markOf(tablesOf(cluster.name).routing);
	const others = ~markMask >>> 0;
	// as nft prints `meta mark and OTHERS or VALUE`
	const set = (what: "meta" | "ct") =>
		`${what} mark set ${what} mark & ${hex(others | value)} | ${hex(value)}`;
	const replies = doors.map(
		(door) => `ct direction reply ${to(address, door)} ${set("meta")}`,
	);
	const control = doors.filter(isFtp);
	const data =
		control.length === 0
			? []
			: // towards the client, whichever side opened the connection
				[
					`ct mark & ${hex(markMask)} == ${hex(value)} fib daddr type != local ${set("meta")}`,
				];
	return {
		selectors: [
			...doors.map((door) =>
				formatSelector({ by: "source", address, ...door }),
			),
			formatSelector({ by: "mark", mark: value, mask: markMask }),
		],
		chains: {
			prerouting: [
				// connections that the control connection announces get its mark
				...control.map(
					(door) => `${to(address, door)} ${set("ct")} ct helper set "ftp"`,
				),
				...replies,
				...data,
			],
			answers: [...replies, ...data],
		},
		ftp: control.length > 0,
	};
}

function doorsOf(cluster: Cluster, { name }: RealServer): Door[] {
	const doors = cluster.services
		.filter(({ forwarding }) => forwardings[forwarding].answers === "routed")
		.flatMap((service) =>
			service.servers
				.filter((server) => server.name === name)
				.flatMap((server) => portsAt(service, server)),
		)
		.flatMap(([protocol, ports]): Door[] =>
			(ports === "all" ? [ports] : ports).map((port) => ({ protocol, port })),
		);
	return [
		...new Map(
			doors.map((door) => [`${door.protocol} ${door.port}`, door]),
		).values(),
	];
}

/** Matches connections to a door. There is one rule for each port, as nft cannot print a set of such ports. */
function to(address: string, { protocol, port }: Door): string {
	return `ct original ip daddr ${address} ct protocol ${protocol}${port === "all" ? "" : ` ct original proto-dst ${port}`}`;
}

function isFtp({ protocol, port }: Door): boolean {
	return protocol === "tcp" && port === 21;
}

/** A mark in the notation of nft. */
function hex(mark: number): string {
	return `0x${(mark >>> 0).toString(16).padStart(8, "0")}`;
}
