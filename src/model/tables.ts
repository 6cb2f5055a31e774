/** Names of the tables of ours on every host of a cluster: of nftables, and the number of the routing table. */
export function tablesOf(cluster: string): {
	nftables: string;
	routing: number;
} {
	return { nftables: `lvs-${cluster}`, routing: 20000 + hash(cluster) };
}

/** 0 to 9999, always the same for a name. */
function hash(text: string): number {
	return [...text].reduce(
		(sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 10000,
		7,
	);
}
