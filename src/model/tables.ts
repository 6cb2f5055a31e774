/** The name of our nftables table, and the number of our routing table, on every host of a cluster. */
export function tablesOf(cluster: string): {
	nftables: string;
	routing: number;
} {
	return {
		nftables: `lvs-${cluster}`,
		routing: routingTables.first + hash(cluster),
	};
}

/** The first number that a routing table of a cluster may have, and how many there are. */
const routingTables = { first: 20_000, count: 10_000 } as const;

/** All these numbers, as a pattern of sed. */
export const routingPattern = "2[0-9][0-9][0-9][0-9]";

/** The name of the nftables table in which a director keeps what depends on whether it has the VIP, beside its other table. */
export function guardOf(nftables: string): string {
	return `${nftables}-failover`;
}

/** A number less than `routingTables.count`, always the same for the same name. */
function hash(text: string): number {
	return [...text].reduce(
		(sum, letter) => (sum * 31 + letter.charCodeAt(0)) % routingTables.count,
		7,
	);
}

/**
 * The bits of a packet's mark that are ours. The bits of others stay as they are: kube-proxy, Cilium and Docker use bits below ours, Calico bits 16 to 19, and
 * Tailscale compares bits 16 to 23 as a whole and never has our value there.
 */
export const markMask = 0x7ff00000;

/** The mark of packets that use the routing table with this number. Two tables may have the same mark. A host that would have both is refused. */
export function markOf(routing: number): number {
	return (1 + (routing % 2047)) << 20;
}
