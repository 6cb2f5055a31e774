import type { Evidence } from "./evidence.ts";
import { withBeneath } from "./hosts.ts";

/**
 * What acts on packets on a link of the host, or on one beneath it, where our trace does not see it, as a continuation of a sentence: programs of XDP, traffic
 * control, filters of bridges.
 */
export function unseenBy(
	evidence: Evidence | undefined,
	device?: string,
): string {
	if (evidence === undefined) return "";
	const devices =
		device === undefined ? undefined : withBeneath(evidence, device);
	const isThere = (each: { readonly device: string }) =>
		devices === undefined || devices.includes(each.device);
	const links = evidence.links.filter(isThere);
	const programs = links
		.filter(({ xdp }) => xdp)
		.map((link) => `the program of XDP on ${link.device}`);
	const control = evidence.control
		.filter(isThere)
		.map(
			({ device, kind }) =>
				`traffic control on ${device} (${kind === "netem" ? "netem" : "a filter"})`,
		);
	const bridges = links.some(({ kind }) => kind === "bridge")
		? framesOf(evidence, "bridge").map(
				(place) => `a filter of bridges (${place})`,
			)
		: [];
	const all = [...new Set([...programs, ...control, ...bridges])];
	return all.length === 0
		? ""
		: `, or dropped by ${all.join(" or ")} of ${evidence.name}`;
}

/** What may drop frames of a family: rules that name the address, or all if none does. */
export function framesOf(
	{ frames }: Evidence,
	family: "arp" | "bridge",
	address = "",
): string[] {
	const all = frames
		.filter((each) => each.family === family)
		.map(({ place }) => place);
	const named = all.filter((place) => place.split(/[^\d.]/).includes(address));
	return named.length > 0 ? named : all;
}

/** A filter of traffic control where packets come in, if the kernel counted drops there meanwhile. */
export function controlDrop(
	evidence: Evidence,
	device: string | undefined,
): string | undefined {
	const counted = evidence.drops?.TC_INGRESS ?? 0;
	if (counted === 0 || device === undefined) return undefined;
	const devices = withBeneath(evidence, device);
	const found = evidence.control.find(
		(each) => devices.includes(each.device) && each.kind === "filter",
	);
	return found === undefined
		? undefined
		: `its filter drops the request: traffic control, tc filter show dev ${found.device} ingress (the kernel counted ${counted} there)`;
}
