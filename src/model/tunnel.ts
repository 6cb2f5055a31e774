/** Type of tunnel, for forwarding `"tun"` -> the modules that unwrap the packets on the real server, and the device that they make. */
export const tunnelTypes = {
	ipip: { modules: ["ipip"], device: "tunl0" },
	// unwrapped in two steps: fou takes off UDP, ipip takes off the outer IP header
	gue: { modules: ["ipip", "fou"], device: "tunl0" },
	gre: { modules: ["ip_gre"], device: "gre0" },
} as const;

export type TunnelType = keyof typeof tunnelTypes;

/** A network device that the kernel makes for a type of tunnel. */
export type TunnelDevice = (typeof tunnelTypes)[TunnelType]["device"];

export const tunnelTypeNames = Object.keys(
	tunnelTypes,
) as readonly TunnelType[];
