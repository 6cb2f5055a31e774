/** An IPv4 address that a device has. */
export interface AddressLine {
	readonly device: string;
	readonly address: string;
	/** If the address has a peer, this is the prefix of the peer. */
	readonly prefix: number;
	/** The address with its prefix, as it is written: `172.18.0.70/32`. An address with a peer has no prefix. */
	readonly written: string;
}

/** Reads a line of `ip -o -4 address show`: `2: eth1    inet 172.18.0.70/32 scope global eth1`. Undefined for any other line. */
export function parseAddressLine(line: string): AddressLine | undefined {
	const [, device, address, peer, own] =
		/^\d+:\s+(\S+)\s+inet ([\d.]+)(?: peer [\d.]+(?:\/(\d+))?|\/(\d+))?/.exec(
			line.trim(),
		) ?? [];
	return device === undefined || address === undefined
		? undefined
		: {
				...{ device, address },
				prefix: Number(own ?? peer ?? 32),
				written: own === undefined ? address : `${address}/${own}`,
			};
}
