/** The outer packet of forwarding `"tun"`; on the real server the modules that take it off, and the device they make. */
export const tunnelTypes = {
	ipip: { modules: ["ipip"], device: "tunl0" },
	// in two steps: UDP by fou, IP in IP by ipip
	gue: { modules: ["ipip", "fou"], device: "tunl0" },
	gre: { modules: ["ip_gre"], device: "gre0" },
} as const;

export type TunnelType = keyof typeof tunnelTypes;

/** A device that the kernel makes for one of them. */
export type TunnelDevice = (typeof tunnelTypes)[TunnelType]["device"];

export const tunnelTypeNames = Object.keys(
	tunnelTypes,
) as readonly TunnelType[];
