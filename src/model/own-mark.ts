import { mostDirectors } from "./failover-rules.ts";
import { markMask, markOf, tablesOf } from "./tables.ts";

/** The number of the mark of the checking program's own service, which no packet carries. */
export const inertNumber = 1;

/** The number of the first place that is checked. The others follow in ascending order. */
export const firstPlace = inertNumber + 1;

/** The largest number of a mark of our own: that of packets for the first director. The numbers for the other directors descend from it. */
export const lastMark = 1023;

/** How many places of one cluster can be checked. The numbers after these are for packets that directors hand over. */
export const mostPlaces = lastMark - mostDirectors + 1 - firstPlace;

/**
 * A mark of our own, by its number from 1. Below our bits, the bits that kube-proxy (14 and 15) and Cilium (8 to 11) look at stay 0, as some of these packets
 * begin on the director.
 */
export function ownMark(cluster: string, number: number): number {
	const low = number & 0xff;
	const high = number >> 8;
	return ownBits(cluster) | (high << 12) | low;
}

/** Whether a mark is one of our own for the cluster that has this routing table. */
export function isOwnMark(mark: number, routing: number): boolean {
	return (mark & markMask) === markOf(routing);
}

/** Whether the marks of two clusters are the same: no director can have both. */
export function haveSameMarks(one: string, other: string): boolean {
	return ownBits(one) === ownBits(other);
}

function ownBits(cluster: string): number {
	return markOf(tablesOf(cluster).routing);
}
