/** How a director hands packets on, and what each way asks of the hosts. */
export const forwardings = {
	nat: "the destination is rewritten to the real server; its answers come back through the director",
	dr: "direct routing: only the MAC address is rewritten; real servers answer clients themselves",
	tun: "a tunnel to the real server, in any network; real servers answer clients themselves",
	fullnat:
		"both addresses are rewritten; answers come back through the director, whatever routes a real server has",
} as const;

export type Forwarding = keyof typeof forwardings;

export const forwardingNames = Object.keys(
	forwardings,
) as readonly Forwarding[];

/** Only a rewritten packet can have another port. */
export function canMapPorts(forwarding: Forwarding): boolean {
	return forwarding === "nat" || forwarding === "fullnat";
}

/** The packet reaches the real server with the VIP as its destination: it must have it. */
export function needsVip(forwarding: Forwarding): boolean {
	return forwarding === "dr" || forwarding === "tun";
}
