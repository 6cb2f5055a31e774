import type { ServerRule } from "./rule.ts";

/** What one way of handing packets on does, and what it asks of the hosts. Everything that depends on the way reads it here. */
export interface ForwardingWay {
	/** In messages. */
	readonly words: string;
	readonly method: ServerRule["method"];
	/** The destination becomes the real server's, and may get another port. Else the packet arrives with the VIP: the real server must have it. */
	readonly rewrites: boolean;
	/** The director finds the real server, or the real server the director, on a link that both are on. */
	readonly sameLink: boolean;
	/**
	 * How answers come to the client: from the real server itself; through the director, by a route of the real server; or through the
	 * director, as its own address was the source of the request.
	 */
	readonly answers: "direct" | "routed" | "masqueraded";
}

export const forwardings = {
	nat: {
		words: "NAT",
		method: "m",
		rewrites: true,
		sameLink: true,
		answers: "routed",
	},
	dr: {
		words: "direct routing",
		method: "g",
		rewrites: false,
		sameLink: true,
		answers: "direct",
	},
	tun: {
		words: "a tunnel",
		method: "i",
		rewrites: false,
		sameLink: false,
		answers: "direct",
	},
	fullnat: {
		words: "FULLNAT",
		method: "m",
		rewrites: true,
		sameLink: false,
		answers: "masqueraded",
	},
} as const satisfies Readonly<Record<string, ForwardingWay>>;

export type Forwarding = keyof typeof forwardings;

export const forwardingNames = Object.keys(
	forwardings,
) as readonly Forwarding[];

/** What a rule by itself tells: that of FULLNAT is one of NAT, what makes the difference is not in the table. */
export function forwardingOf(method: ServerRule["method"]): Forwarding {
	return (
		forwardingNames.find(
			(name) =>
				forwardings[name].method === method &&
				forwardings[name].answers !== "masqueraded",
		) ?? "nat"
	);
}
