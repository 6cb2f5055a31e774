/** Where a socket listens, or from where it is connected. */
export type SocketAddress =
	/** At every address of the host. */
	| { readonly at: "every" }
	/** At this address: `172.18.0.70`, or the digits of the kernel after `IPv6`. */
	| { readonly at: "one"; readonly text: string };

/** Reads an address of /proc/net/tcp and files like it, without its port. The kernel writes the bytes in the order of the processor, which is backwards. */
export function parseSocketAddress(digits: string): SocketAddress {
	if (/^0+$/.test(digits)) return { at: "every" };
	const four = /^(?:0{16}FFFF0000)?([0-9A-F]{8})$/.exec(digits)?.[1];
	return {
		at: "one",
		text:
			four === undefined
				? `IPv6 ${digits}`
				: (four.match(/../g) ?? [])
						.reverse()
						.map((byte) => Number.parseInt(byte, 16))
						.join("."),
	};
}

/** Whether a socket there takes packets to an address of the host. */
export function listensFor(socket: SocketAddress, address: string): boolean {
	return socket.at === "every" || socket.text === address;
}
