import type { Evidence } from "./evidence.ts";

/** What stands on a link of the host where no trace of ours sees it, as a continuation of a sentence: programs of XDP, and traffic control. */
export function unseenBy(
	evidence: Evidence | undefined,
	device?: string,
): string {
	if (evidence === undefined) return "";
	const isThere = (each: { readonly device: string }) =>
		device === undefined || each.device === device;
	const programs = evidence.links
		.filter((link) => link.xdp && isThere(link))
		.map((link) => `the program of XDP on ${link.device}`);
	const control = evidence.control
		.filter(isThere)
		.map(
			({ device, kind }) =>
				`traffic control on ${device} (${kind === "netem" ? "netem" : "a filter"})`,
		);
	const all = [...new Set([...programs, ...control])];
	return all.length === 0
		? ""
		: `, or dropped by ${all.join(" or ")} of ${evidence.name}`;
}

/** A filter of traffic control where packets come in, if the kernel counted drops there meanwhile. */
export function controlDrop(
	{ control, drops }: Evidence,
	device: string | undefined,
): string | undefined {
	const counted = drops?.TC_INGRESS ?? 0;
	return counted > 0 &&
		control.some((each) => each.device === device && each.kind === "filter")
		? `its filter drops the request: traffic control, tc filter show dev ${device} ingress (the kernel counted ${counted} there)`
		: undefined;
}
