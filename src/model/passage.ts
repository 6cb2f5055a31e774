import type { TunnelDevice } from "./tunnel.ts";

/** Packets that the filters of one host must let through. Addresses and ports that are left out may be any. */
export interface Passage {
	/** The hooks of netfilter that they pass, in their order. */
	readonly hooks: readonly (
		| "prerouting"
		| "input"
		| "forward"
		| "output"
		| "postrouting"
	)[];
	readonly protocol: "tcp" | "udp" | "ipip" | "gre";
	readonly from?: string;
	readonly to?: string;
	/** In ascending order. */
	readonly fromPorts?: readonly number[];
	readonly toPorts?: readonly number[];
	/** By which device they come and go. Default: it may be any. */
	readonly in?: Way;
	readonly out?: Way;
	/** What conntrack makes of them. */
	readonly state: "new" | "established" | "untracked";
	/** Given: IPVS takes them from chains of this priority or a higher one. */
	readonly before?: number;
}

/** `link`: the device by which clients and directors reach the host; `to ADDRESS`: the one of the link that has the address; else a device that the kernel names. */
export type Way = "link" | `to ${string}` | TunnelDevice;
