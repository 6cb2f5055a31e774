import { type OwnLink, ownLink } from "./own-link.ts";
import type { TunnelDevice } from "./tunnel.ts";

/** Packets that the filters of one host must let through. An address or port that is left out may have any value. */
export interface Passage {
	/** The hooks of netfilter through which they pass, in their order. */
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
	/** The device by which they come and go. Default: it may be any. */
	readonly in?: Way;
	readonly out?: Way;
	/** Their state in conntrack. */
	readonly state: "new" | "established" | "untracked";
	/** If given, IPVS takes the packets in the last of the hooks, before chains of this priority or a higher one. */
	readonly before?: number;
}

/** A device, as it stands in a desired state: `to ADDRESS` is the device of the link that has the address. No name of a device contains a space. */
export type Way = OwnLink | TunnelDevice | typeof someLink | `to ${string}`;

/** A device that leads out of the machine, whichever it is. */
export const someLink = "a link";

/** The meaning of a way. */
export type WayRead =
	| { readonly kind: "own link" }
	| { readonly kind: "some link" }
	| { readonly kind: "towards"; readonly address: string }
	| { readonly kind: "device"; readonly device: TunnelDevice };

/** The device of the link that has an address. For an address of the machine itself, it is the device by which the machine reaches itself. */
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
