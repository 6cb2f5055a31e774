// How answers of NAT go back through the director: a real server has rules that select them, as `ip rule` prints those, and one route for all of them. This
// file writes and reads both.

/** Which packets of a real server are answers. */
export type AnswerSelector =
	/** Packets that leave with the address and port of a service. */
	| {
			readonly by: "source";
			readonly address: string;
			readonly protocol: "tcp" | "udp";
			readonly port: number | "all";
	  }
	/** Packets that our nftables rules marked. */
	| { readonly by: "mark"; readonly mark: number; readonly mask: number };

export type AnswersBySource = Extract<AnswerSelector, { by: "source" }>;

/** `from 10.88.0.11 ipproto tcp sport 80`, `from all fwmark 0x4c00000/0x7ff00000` */
export function formatSelector(selector: AnswerSelector): string {
	if (selector.by === "mark")
		return `from all fwmark 0x${selector.mark.toString(16)}/0x${selector.mask.toString(16)}`;
	const { address, protocol, port } = selector;
	return `from ${address} ipproto ${protocol}${port === "all" ? "" : ` sport ${port}`}`;
}

/** Undefined: it is none of our selectors. */
export function parseSelector(text: string): AnswerSelector | undefined {
	const [, mark, mask] =
		/^from all fwmark (0x[0-9a-f]+)\/(0x[0-9a-f]+)$/.exec(text) ?? [];
	if (mark !== undefined && mask !== undefined)
		return { by: "mark", mark: Number(mark), mask: Number(mask) };
	const [, address, protocol, port] =
		/^from (\S+) ipproto (tcp|udp)(?: sport (\d+))?$/.exec(text) ?? [];
	return address === undefined
		? undefined
		: {
				by: "source",
				address,
				protocol: protocol === "tcp" ? "tcp" : "udp",
				port: port === undefined ? "all" : Number(port),
			};
}

/** Whether some packets match both selectors. Each cluster has a mark of its own. */
export function overlap(one: AnswerSelector, other: AnswerSelector): boolean {
	return (
		one.by === "source" &&
		other.by === "source" &&
		one.address === other.address &&
		one.protocol === other.protocol &&
		(one.port === other.port || one.port === "all" || other.port === "all")
	);
}

/** The route of all answers. */
export function formatAnswerRoute(gateway: string): string {
	return `default via ${gateway}`;
}

/** Stands for a missing route. */
export const noRoute = "";

/** The gateway of a default route, as `ip route` prints it: `default via 10.88.0.10 dev eth1`. Undefined: it has no gateway. */
export function gatewayOf(route: string): string | undefined {
	return /^default via (\S+)/.exec(route)?.[1];
}
