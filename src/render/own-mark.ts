import type { ServiceRule } from "../ipvs/rule.ts";
import type { Cluster } from "../model/cluster.ts";
import { markOf, tablesOf } from "../model/tables.ts";

/** The largest number of a mark of our own. */
export const lastMark = 1023;

/**
 * A mark of our own, by its number from 1. Of the bits below those that are ours, those that kube-proxy (14 and 15) and Cilium (8 to 11)
 * look at stay 0, as some of these packets begin on the director.
 */
export function ownMark({ name }: Cluster, number: number): number {
	const low = number & 0xff;
	const high = number >> 8;
	return markOf(tablesOf(name).routing) | (high << 12) | low;
}

/** The IPVS service of a mark of our own, which no client has. One server is in it, so it does not matter how one is chosen. */
export function ownService(mark: number): ServiceRule {
	return {
		kind: "service",
		match: { protocol: "fwmark", mark, family: 4 },
		scheduler: "rr",
		persistence: undefined,
		onePacket: false,
		flags: [],
		others: [],
	};
}
