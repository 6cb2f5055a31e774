import type { ServerRule } from "./rule.ts";

/** The effects of one way of forwarding on packets, and its requirements for the hosts. All code that depends on the forwarding reads it here. */
export interface ForwardingWay {
	/** Its name in messages. */
	readonly words: string;
	readonly method: ServerRule["method"];
	/**
	 * Whether the director replaces the destination by the real server's address, and perhaps another port. If not, the packet
	 * arrives with the VIP as its destination, and the real server must have the VIP.
	 */
	readonly rewrites: boolean;
	/** Whether the packet travels inside another one, which the real server must unwrap. */
	readonly tunnels: boolean;
	/** Whether a router may stand between the director and the real server. */
	readonly passesRouters: boolean;
	/**
	 * Whether a declaration must place the director and the real server on one link: a packet or its answer is handed from one to the
	 * other there.
	 */
	readonly sameLink: boolean;
	/**
	 * How answers reach the client. `direct`: from the real server itself. `routed`: through the director, by a route on the real
	 * server. `masqueraded`: through the director, because its address was the source of the request.
	 */
	readonly answers: "direct" | "routed" | "masqueraded";
	/** Why a director cannot be a real server of its own cluster too. Undefined: it can (docs/decisions/0040-directors-that-serve.md). */
	readonly notOnDirectors: string | undefined;
}

export const forwardings = {
	nat: {
		words: "NAT",
		method: "m",
		rewrites: true,
		tunnels: false,
		passesRouters: true,
		sameLink: true,
		answers: "routed",
		notOnDirectors:
			"answers go through the director that has the VIP, and that machine would be its own gateway",
	},
	dr: {
		words: "direct routing",
		method: "g",
		rewrites: false,
		tunnels: false,
		passesRouters: false,
		sameLink: true,
		answers: "direct",
		notOnDirectors: undefined,
	},
	tun: {
		words: "a tunnel",
		method: "i",
		rewrites: false,
		tunnels: true,
		passesRouters: true,
		sameLink: false,
		answers: "direct",
		notOnDirectors:
			"what comes out of a tunnel does not show who sent it, so the other director would balance it once more",
	},
	fullnat: {
		words: "FULLNAT",
		method: "m",
		rewrites: true,
		tunnels: false,
		passesRouters: true,
		sameLink: false,
		answers: "masqueraded",
		notOnDirectors:
			"requests come from the address of the director, and that machine would ask itself",
	},
} as const satisfies Readonly<Record<string, ForwardingWay>>;

export type Forwarding = keyof typeof forwardings;

export const forwardingNames = Object.keys(
	forwardings,
) as readonly Forwarding[];

/** The forwarding that a rule shows. A rule of FULLNAT looks like one of NAT: the difference is not in the IPVS table. */
export function forwardingOf({
	method,
}: Pick<ServerRule, "method">): Forwarding {
	return (
		forwardingNames.find(
			(name) =>
				forwardings[name].method === method &&
				forwardings[name].answers !== "masqueraded",
		) ?? "nat"
	);
}

/** The effects of a rule's way of forwarding, as far as the IPVS table shows them: `answers` may differ for FULLNAT. */
export function wayOfRule(rule: Pick<ServerRule, "method">): ForwardingWay {
	return forwardings[forwardingOf(rule)];
}
