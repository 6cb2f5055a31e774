/** A UDP port at which the kernel unwraps tunnelled packets. */
export interface ReceiverLine {
	readonly port: string;
	/** The kernel's word: `gue`, or `ipproto`, which unwraps one protocol. */
	readonly kind: string;
}

/** Reads a line of `ip fou show`: `port 5555 gue`, `port 5555 ipproto 4`. Undefined for any other. */
export function parseReceiverLine(line: string): ReceiverLine | undefined {
	const [, port, kind] = /^port (\d+) (\S+)/.exec(line.trim()) ?? [];
	return port === undefined || kind === undefined ? undefined : { port, kind };
}
