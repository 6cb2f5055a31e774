import type { Desired } from "../../model/desired.ts";
import { formatSync, parseSync } from "../../model/sync-text.ts";
import { linkOf } from "../device-for.ts";
import { formatMade } from "../kinds/made-text.ts";
import type { Observed } from "../observed.ts";
import type { Reason } from "./reason.ts";

/** Refuses a VIP, a gateway or a router id that another keepalived on the host has, and a kernel whose connection sync has another number or another link. */
export function agreedByOthers(desired: Desired, observed: Observed): Reason[] {
	const alone = desired.failover === undefined;
	// a keepalived that does not run gives the VIP to nobody; with several directors its file says what the operator means to start
	if (alone && !("keepalived" in observed.keepers.running)) return [];
	const held = observed.agreedByOthers.held.map((place) => ({
		saw: `keepalived of this host has it already: ${place}`,
		advice: `Take it out there and reload keepalived. ${
			alone
				? "A cluster of one director has the VIP there at all times; where another machine is to take it over, declare that one as a director too."
				: "Or, if it is the number: write another one, like `failover: { routerId: 52 }`."
		}`,
	}));
	return [...held, ...syncOfOthers(desired, observed)];
}

/** A kernel has only one connection sync, with one link. Ours may have had another number before: the number follows from the directors, and they change. */
function syncOfOthers(desired: Desired, observed: Observed): Reason[] {
	const ours = new Set(observed.record?.establishes);
	const [which, is, wanted] =
		Object.entries(desired.syncs)
			.filter(([which]) => !ours.has(entryOf(which)))
			.flatMap(([which, text]) => {
				const is = observed.syncs[which];
				if (is === undefined) return [];
				const wanted = onItsLink(text, is, desired, observed);
				return is === wanted ? [] : [[which, is, wanted] as const];
			})
			.at(0) ?? [];
	if (which === undefined || is === undefined || wanted === undefined)
		return [];
	const isNeighbour = observed.neighbours.establishes.includes(entryOf(which));
	return [
		{
			saw: `this kernel has a connection sync ${isNeighbour ? "of another cluster of ours " : ""}already (${which}, ${is}), and can have only one; ours would be ${wanted}`,
			advice: isNeighbour
				? `${
						parseSync(is).id === parseSync(wanted).id
							? "Write the same syncInterface in both clusters, or in none. If the other cluster is about to get the same one"
							: "The number follows from the directors: declare the same ones in both clusters, or give this one directors of its own. If the other cluster is about to get the same ones"
					}, run up again.`
				: `Stop it: ipvsadm --stop-daemon ${which}, and whatever starts it at boot, as lvs_sync_daemon in keepalived.conf.`,
		},
	];
}

/** What a record says of a connection sync that is ours. */
function entryOf(which: string): string {
	return formatMade({ of: "syncs", name: which });
}

/** The declared sync, with the link that it would have on this host. If only one of the two names its link, the links are not compared. */
function onItsLink(
	declared: string,
	found: string,
	{ ownAddress }: Desired,
	{ addresses }: Observed,
): string {
	const { id, link = linkOf(ownAddress, addresses.list) } = parseSync(declared);
	const theirs = parseSync(found).link;
	return formatSync(id, theirs === undefined ? undefined : (link ?? theirs));
}
