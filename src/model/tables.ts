/** The name of our nftables table, and the number of our routing table, on every host of a cluster. */
export function tablesOf(cluster: string): {
	nftables: string;
	routing: number;
} {
	return { nftables: `lvs-${cluster}`, routing: 20000 + hash(cluster) };
}

/** A number from 0 to 9999, always the same for the same name. */
function hash(text: string): number {
	return [...text].reduce(
		(sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 10000,
		7,
	);
}
