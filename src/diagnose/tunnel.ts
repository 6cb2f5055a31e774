/** The outer header of a tunnel's packets. */
export interface Tunnel {
	/** How nftables selects it: `ip protocol 4`. */
	readonly select: string;
	/** How far inside the IP packet the client's packet begins, in bytes. */
	readonly innerAt: number;
}

/** The last part tells the type of a tunnel, as in a rule of ipvsadm. */
export function tunnelOf(
	type: string,
	port: number | undefined,
	checksum: string | undefined,
): Tunnel {
	switch (type) {
		case "gue":
			return {
				select: `udp dport ${port ?? 0}`,
				// with remote checksums, a word of flags and a word of data follow the header of gue
				innerAt: 20 + 8 + 4 + (checksum === "remcsum" ? 8 : 0),
			};
		case "gre":
			return {
				select: "ip protocol 47",
				innerAt: 20 + 4 + (checksum === "csum" ? 4 : 0),
			};
		default:
			return { select: "ip protocol 4", innerAt: 20 };
	}
}
