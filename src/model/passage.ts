import { type OwnLink, ownLink } from "./own-link.ts";
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
	readonly protocol: "tcp" | "udp" | "ipip" | "gre" | "vrrp";
	readonly from?: string;
	readonly to?: string;
	/** In ascending order. */
	readonly fromPorts?: readonly number[];
	readonly toPorts?: readonly number[];
	/** The port of the other side, one that stands for all that the kernel may choose there. Default: it may be any. */
	readonly chosenPort?: number;
	/** By which device they come and go. Default: it may be any. */
	readonly in?: Way;
	readonly out?: Way;
	/** What conntrack makes of them. */
	readonly state: "new" | "established" | "untracked";
	/** Given: in the last of the hooks IPVS takes them from chains of this priority or a higher one. */
	readonly before?: number;
}

/** A device, as it stands in a desired state: `to ADDRESS` is the one of the link that has the address. No name of a device has a space. */
export type Way = OwnLink | TunnelDevice | typeof someLink | `to ${string}`;

/** A device that leads out of the machine, whichever it is. */
export const someLink = "a link";

/** What a way says. */
export type WayRead =
	| { readonly kind: "own link" }
	| { readonly kind: "some link" }
	| { readonly kind: "towards"; readonly address: string }
	| { readonly kind: "device"; readonly device: TunnelDevice };

/** The device of the link that has an address; of an address that is the machine's own, the one by which it reaches itself. */
export function towards(address: string): Way {
	return `to ${address}`;
}

export function parseWay(way: Way): WayRead {
	if (way === ownLink) return { kind: "own link" };
	if (way === someLink) return { kind: "some link" };
	return isDevice(way)
		? { kind: "device", device: way }
		: { kind: "towards", address: way.slice("to ".length) };
}

function isDevice(
	way: Exclude<Way, OwnLink | typeof someLink>,
): way is TunnelDevice {
	return !way.startsWith("to ");
}
