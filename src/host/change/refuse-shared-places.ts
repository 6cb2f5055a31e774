import type { Desired, SharedMount } from "../../model/desired.ts";
import type { FoundSharedPlace } from "../found-applications.ts";
import type { Observed } from "../observed.ts";
import type { Reason } from "./reason.ts";

type Seen = Pick<Observed, "sharedPlaces" | "record" | "neighbours">;

/**
 * Refuses a shared directory whose path leads through a symbolic link: systemd mounts at no such path, and an NFS server exports the place that it leads to, under
 * that place's name. Refuses one, too, where somebody else has mounted something: our mount would take its place.
 */
export function occupiedPlaces({ shared = {} }: Desired, seen: Seen): Reason[] {
	return Object.entries(shared).flatMap(([path, place]) => {
		const found = seen.sharedPlaces[path];
		if (found === undefined) return [];
		if ("leadsTo" in found)
			return [
				place === "exported"
					? linkedExport(path, found)
					: linkedMount(path, found),
			];
		return place === "exported" ? [] : mountOfOthers(path, place, found, seen);
	});
}

type Linked = Extract<FoundSharedPlace, { leadsTo: string }>;

function linkedMount(path: string, found: Linked): Reason {
	const { link, leadsTo } = found;
	const freed =
		link === path
			? `take the link away (rm ${link}), and the shared directory comes there`
			: inPlaceOfLink(path, found);
	return {
		saw: `${path} leads to ${leadsTo}, as ${link} is a symbolic link; systemd mounts at no path with a link in it`,
		advice: `Write path: "${leadsTo}" in \`directories\`: programs find the files by both paths. Where an application wants this very path, as WordPress and Discuz! do: ${freed}.`,
	};
}

function linkedExport(path: string, found: Linked): Reason {
	const { link, leadsTo } = found;
	return {
		saw: `the storage's directory ${path} leads to ${leadsTo}, as ${link} is a symbolic link; the NFS server exports it by that path, and real servers ask for ${path}`,
		advice: `Make it a path without links: ${inPlaceOfLink(path, found)}.`,
	};
}

/** After the last link of a path, its parts and those of the place that it leads to are the same. */
function inPlaceOfLink(path: string, { link, leadsTo }: Linked): string {
	const target = leadsTo.slice(0, leadsTo.length - (path.length - link.length));
	return `put a directory in place of the link and mount there what it leads to (rm ${link} && mkdir ${link} && mount --bind ${target} ${link}, and the line "${target} ${link} none bind" in /etc/fstab)`;
}

/** A mount by a unit that a record of ours has is ours, also one of a source that is no longer declared. */
function mountOfOthers(
	path: string,
	{ source, unit }: SharedMount,
	{ mounted }: Extract<FoundSharedPlace, { mounted: string }>,
	{ record, neighbours }: Seen,
): Reason[] {
	return mounted === source ||
		record?.units[unit] !== undefined ||
		neighbours.units[unit] !== undefined
		? []
		: [
				{
					saw: `${mounted} is mounted at ${path} already, and not by us; the shared directory would take its place`,
					advice: `Write another path. Or unmount it first (umount ${path}), and take its line out of /etc/fstab or stop its unit.`,
				},
			];
}
