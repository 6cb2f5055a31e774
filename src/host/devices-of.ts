import type { Devices } from "../filter/stop.ts";
import { contains, parseLinkAddress } from "../model/address.ts";
import type { Desired } from "../model/desired.ts";
import { ownLink } from "../model/own-link.ts";
import {
	type Passage,
	parseWay,
	someLink,
	type Way,
} from "../model/passage.ts";
import { toldAddress } from "../model/written-address.ts";
import { deviceFor, linkOf } from "./device-for.ts";
import type { Observed } from "./observed.ts";

type Seen = Pick<Observed, "addresses">;

/** The devices by which the packets of a passage come and go on this host, if their names are known. */
export function devicesOf(
	passage: Passage,
	desired: Desired,
	seen: Seen,
): Devices {
	const found = waysOf(passage, desired, seen);
	const named = (device: string | undefined) =>
		device === someLink ? undefined : device;
	return { in: named(found.in), out: named(found.out) };
}

/** As `devicesOf`, but with a general name for a device that leads out and is not known. */
export function waysOf(
	passage: Passage,
	desired: Desired,
	seen: Seen,
): Devices {
	const device = (way: Way | undefined) =>
		way === undefined ? undefined : deviceOf(way, desired, seen);
	return {
		in: passage.hooks.includes("prerouting") ? device(passage.in) : undefined,
		out: device(passage.out),
	};
}

/** The name of a device, or `a link`; undefined where it cannot be told. */
function deviceOf(
	way: Way,
	desired: Desired,
	{ addresses: { list } }: Seen,
): string | undefined {
	const read = parseWay(way);
	if (read.kind === "own link") return deviceFor(desired, ownLink, list);
	if (read.kind === "device") return read.device;
	if (read.kind === "some link") return someLink;
	const address = toldAddress(read.address);
	// what a machine sends to an address of its own never leaves it
	if (linkOf(address, list) !== undefined) return "lo";
	const links = list
		.filter(({ device }) => device !== "lo")
		.flatMap((found) => {
			const link = parseLinkAddress(found.address);
			return link !== undefined && contains(link, address)
				? [{ device: found.device, size: link.prefixLength }]
				: [];
		})
		.sort((a, b) => b.size - a.size);
	return links[0]?.device ?? someLink;
}
