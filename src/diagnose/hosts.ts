import { sysctlOf } from "../model/link-sysctl.ts";
import type { Course } from "./course.ts";
import type { Evidence, Route } from "./evidence.ts";

/** Whether an address is on a link of the host, and where. */
export function deviceOf(
	{ addresses }: Evidence,
	address: string,
): string | undefined {
	return addresses.find((each) => each.address === address)?.device;
}

/** The device, and those whose packets it takes: the ports of a bond or a bridge, the link of a VLAN. */
export function withBeneath(
	{ links }: Evidence,
	device: string,
): readonly string[] {
	const all = [device];
	for (const each of all)
		for (const link of links) {
			const isBeneath =
				link.master === each ||
				links.some(
					({ device, lower }) => device === each && lower === link.device,
				);
			if (isBeneath && !all.includes(link.device)) all.push(link.device);
		}
	return all;
}

/** The hosts that have a hardware address. */
export function ownerOfMac(
	{ everybody }: Course,
	mac: string,
): Evidence | undefined {
	return everybody.find(({ links }) => links.some((link) => link.mac === mac));
}

/** Whether no machine answered when the host asked for the address. */
export function isSilent({ neighbours }: Evidence, address: string): boolean {
	const found = neighbours[address];
	return found !== undefined && found.mac === undefined;
}

/** The device by which an answer leaves. Undefined: the route was not asked for. */
export function routeBack(evidence: Evidence | undefined): Route | undefined {
	return evidence?.routes.answer ?? evidence?.routes.client;
}

/** The address that is asked for on the link: the gateway's, or that of the destination itself. */
export function nextHop(route: Route | undefined, to: string): string {
	return route?.gateway ?? to;
}

/**
 * The kernel's source check on a device: with 1 the answer must leave by the same device, with 2 any route will do. The kernel uses the larger of the device's
 * value and that of `all` (ip-sysctl).
 */
export function sourceCheck({ sysctls }: Evidence, device: string): number {
	return largest(sysctls, device, "rp_filter");
}

/** For which addresses a device answers ARP; see `sourceCheck`. */
export function arpIgnore({ sysctls }: Evidence, device: string): number {
	return largest(sysctls, device, "arp_ignore");
}

/** Whether a device answers ARP only if its answer would leave by it too: 1 of `all` is enough. */
export function arpFilter({ sysctls }: Evidence, device: string): number {
	return largest(sysctls, device, "arp_filter");
}

/** With which address a device asks by ARP: with 2 never with the VIP; see `sourceCheck`. */
export function arpAnnounce({ sysctls }: Evidence, device: string): number {
	return largest(sysctls, device, "arp_announce");
}

function largest(
	sysctls: Evidence["sysctls"],
	device: string,
	key: string,
): number {
	const value = (of: string) => Number(sysctls[`ipv4/conf/${of}/${key}`] ?? 0);
	return Math.max(value("all"), value(device));
}

/** The sysctl that decides: the device's, or that of `all`. */
export function decidingSysctl(
	{ sysctls }: Evidence,
	device: string,
	key: string,
): string {
	const value = (of: string) => Number(sysctls[`ipv4/conf/${of}/${key}`] ?? 0);
	const of = value(device) >= value("all") ? device : "all";
	return `${sysctlOf(of, key)} = ${value(of)}`;
}

/** A link that is down although the host has an address there. */
export function linkDown(
	{ links, addresses }: Evidence,
	address: string,
): string | undefined {
	const device = addresses.find((each) => each.address === address)?.device;
	const link = links.find((each) => each.device === device);
	if (link === undefined) return undefined;
	if (!link.up) return `its link ${link.device} is down`;
	return link.carrier ? undefined : `its link ${link.device} has no carrier`;
}
