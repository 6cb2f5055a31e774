import { filterAdvice } from "./dropped.ts";
import type { Evidence, Route } from "./evidence.ts";
import {
	arpFilter,
	arpIgnore,
	decidingSysctl,
	deviceOf,
	sourceCheck,
} from "./hosts.ts";
import { tookForItself } from "./took-for-itself.ts";
import { framesOf } from "./unseen.ts";

/** Why a host does not answer ARP for an address of its own, and what to do about it. */
export interface Silence {
	readonly why: string;
	/** Default: `lvsctl up` repairs it. */
	readonly wayOut?: string;
}

/**
 * Why a host that has an address on a link does not answer ARP for it. Undefined: the host shows no reason.
 *
 * @param asker who asks. Undefined: it is not known.
 * @param back its route to the asker. Undefined: it was not asked for.
 */
export function silenceOf(
	host: Evidence,
	address: string,
	asker: string | undefined,
	back: Route | undefined,
): Silence | undefined {
	const device = deviceOf(host, address);
	if (device === undefined) return undefined;
	const { name } = host;
	const link = host.links.find((each) => each.device === device);
	if (link?.noArp && link.mac !== "")
		return {
			why: `${name} has it on ${device}, which neither asks nor answers ARP (NOARP)`,
			wayOut: `On ${name}: ip link set ${device} arp on; and where something switched it off at boot, there too.`,
		};
	const taken = asker === undefined ? undefined : tookForItself(host, asker);
	if (taken !== undefined)
		return { why: `${name} ${taken.cause}`, wayOut: taken.wayOut };
	const silent = `${name} has it on ${device} and keeps silent: `;
	if (arpIgnore(host, device) > 1 || device === "lo")
		return { why: silent + decidingSysctl(host, device, "arp_ignore") };
	if (arpFilter(host, device) > 0 && back?.device !== device)
		return {
			why: `${silent}${decidingSysctl(host, device, "arp_filter")}, and its way back is by ${back?.device ?? "another link"}`,
			wayOut: `On ${name}: sysctl -w net.ipv4.conf.all.arp_filter=0, and that of ${device} too, and take them out of the files of /etc/sysctl.d; or give it a way back by ${device}.`,
		};
	const check = sourceCheck(host, device);
	if (
		(check > 0 && back?.error !== undefined) ||
		(check === 1 && back?.device !== undefined && back.device !== device)
	)
		return {
			why: `${silent}${decidingSysctl(host, device, "rp_filter")}, and ${back?.error === undefined ? `its way back is by ${back?.device}` : `it has no way back: ${back.error}`}`,
			wayOut: `Give ${name} a route to who asks, by ${device}, or set rp_filter = 2 there where it has another one.`,
		};
	const [filter] = framesOf(host, "arp", address);
	return filter === undefined
		? undefined
		: {
				why: `${name} has it on ${device}, and its filter of ARP ${filter.includes(address) ? "drops" : "may drop"} the question or the answer: ${filter}`,
				wayOut: `${filterAdvice} A director must answer for its addresses; such a rule is often left from a real server that was kept silent by it.`,
			};
}
