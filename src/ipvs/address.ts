/** An address of a rule, with its family: IPv6 is in brackets if a port follows. */
export interface Address {
	readonly family: 4 | 6;
	/** As ipvsadm prints it: `172.18.0.70`, `2001:db8::70`. */
	readonly text: string;
}

/** An address and a port; port 0 is every port, or the one that the client asked for. */
export interface Endpoint {
	readonly address: Address;
	readonly port: number;
}

/**
 * Reads `172.18.0.70:80` or `[2001:db8::70]:80`. Undefined for any other text.
 *
 * @param usual the port of an address without one
 */
export function parseEndpoint(text: string, usual = 0): Endpoint | undefined {
	const [, inBrackets, plain, port = usual] =
		/^(?:\[([0-9a-fA-F:.]+)\]|([\d.]+))(?::(\d+))?$/.exec(text) ?? [];
	const address = inBrackets ?? plain;
	return address === undefined
		? undefined
		: {
				address: { family: inBrackets === undefined ? 4 : 6, text: address },
				port: Number(port),
			};
}

export function formatEndpoint({ address, port }: Endpoint): string {
	return address.family === 6
		? `[${address.text}]:${port}`
		: `${address.text}:${port}`;
}
