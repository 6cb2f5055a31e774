import type { Desired } from "../model/desired.ts";
import {
	type LinkSysctl,
	parseLinkSysctl,
	parseSysctlNeed,
	sysctlOf,
} from "../model/link-sysctl.ts";
import { ownLink } from "../model/own-link.ts";
import { deviceFor, linkOf } from "./device-for.ts";
import type { Observed } from "./observed.ts";
import { openingsHere } from "./openings-here.ts";

type Seen = Pick<Observed, "addresses" | "links" | "sysctls">;

/**
 * The desired state as it is on this host alone: with the sysctls of its own links, where the declaration describes links in words, and with the rules of its
 * own filter that packets need.
 */
export function here(
	desired: Desired,
	seen: Seen & Parameters<typeof openingsHere>[1],
): Desired {
	return {
		...desired,
		sysctls: sysctlsHere(desired, seen),
		filters: openingsHere(desired, seen),
	};
}

/** The sysctls with those of this host's own links. */
export function sysctlsHere(desired: Desired, seen: Seen): Desired["sysctls"] {
	return Object.fromEntries(
		Object.entries(desired.sysctls).flatMap(([key, wanted]) =>
			keysHere(key, desired, seen).map((local) => [
				local,
				valueHere(local, wanted, seen.sysctls),
			]),
		),
	);
}

/** The keys on this host for a declared key: the key itself, or one for each link that it means. */
export function keysHere(key: string, desired: Desired, seen: Seen): string[] {
	const found = parseLinkSysctl(key);
	if (found === undefined) return [key];
	return devicesOf[found.links](desired, seen).map((device) =>
		sysctlOf(device, found.setting),
	);
}

const devicesOf: Readonly<
	Record<LinkSysctl["links"], (desired: Desired, seen: Seen) => string[]>
> = {
	own,
	ofAddress: ({ ownAddress }, { addresses }) =>
		[linkOf(ownAddress, addresses.list)].flatMap((device) => device ?? []),
	ofVip: asked,
};

/** The links on which a neighbour may ask for the VIP. */
export function asked(desired: Desired, seen: Seen): string[] {
	return [...new Set([...own(desired, seen), ...seen.links.ofVip])].sort();
}

/** The value that a sysctl must have here. If any of several will do (`1 or 2`) and the present one is among them, it stays. */
function valueHere(
	key: string,
	wanted: string,
	sysctls: Observed["sysctls"],
): string {
	const found = sysctls[key] ?? "0";
	const need = parseSysctlNeed(wanted);
	if (need !== "not strict")
		return need.oneOf.includes(found) ? found : need.oneOf[0];
	const all = sysctls[sysctlOf("all", "rp_filter")] ?? "0";
	return Math.max(Number(found), Number(all)) === 1 ? "2" : found;
}

function own(desired: Desired, { addresses }: Seen): string[] {
	const device = deviceFor(desired, ownLink, addresses.list);
	return device === undefined ? [] : [device];
}
