/**
 * Type of tunnel, for forwarding `"tun"` -> the modules that unwrap the packets on the real server, the device that they make and its
 * kind in `ip link`, and the protocol of the outer packet.
 */
export const tunnelTypes = {
	ipip: { modules: ["ipip"], device: "tunl0", kind: "ipip", outer: "ipip" },
	// unwrapped in two steps: fou takes off UDP, ipip takes off the outer IP header
	gue: {
		modules: ["ipip", "fou"],
		device: "tunl0",
		kind: "ipip",
		outer: "udp",
	},
	gre: { modules: ["ip_gre"], device: "gre0", kind: "gre", outer: "gre" },
} as const;

export type TunnelType = keyof typeof tunnelTypes;

/** A network device that the kernel makes for a type of tunnel. */
export type TunnelDevice = (typeof tunnelTypes)[TunnelType]["device"];

export const tunnelTypeNames = Object.keys(
	tunnelTypes,
) as readonly TunnelType[];
