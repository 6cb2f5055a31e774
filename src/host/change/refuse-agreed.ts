import type { Desired } from "../../model/desired.ts";
import type { Observed } from "../observed.ts";
import type { Reason } from "./reason.ts";

/** Refuses a VIP, a gateway or a router id that another keepalived on the host has, and a kernel that tells others of connections under another number. */
export function agreedByOthers(
	{ failover, syncs }: Desired,
	observed: Observed,
): Reason[] {
	const alone = failover === undefined;
	// one that does not run gives the VIP to nobody; with several directors its file says what the operator means to start
	if (alone && !("keepalived" in observed.keepers.running)) return [];
	const held = observed.agreedByOthers.held.map((place) => ({
		saw: `keepalived of this host has it already: ${place}`,
		advice: `Take it out there and reload keepalived. ${
			alone
				? "A cluster of one director has the VIP there at all times; where another machine is to take it over, declare that one as a director too."
				: "Or, if it is the number: write another one, like `failover: { routerId: 52 }`."
		}`,
	}));
	return [...held, ...syncOfOthers(syncs, observed)];
}

/** A kernel knows one sync alone. Ours may be under another number by now: directors change, and the number with them. */
function syncOfOthers(syncs: Desired["syncs"], observed: Observed): Reason[] {
	const ours = new Set(observed.record?.establishes);
	const [which, id] =
		Object.entries(syncs).find(
			([which, id]) =>
				observed.syncs[which] !== undefined &&
				observed.syncs[which] !== id &&
				!ours.has(`sync ${which}`),
		) ?? [];
	if (which === undefined) return [];
	const isNeighbour = observed.neighbours.establishes.includes(`sync ${which}`);
	return [
		{
			saw: `this kernel has a connection sync ${isNeighbour ? "of another cluster of ours " : ""}already (${which}, ${observed.syncs[which]}), and knows one alone; ours would be ${id}`,
			advice: isNeighbour
				? "The number follows from the directors: declare the same ones in both clusters, or give this one directors of its own. Where the other cluster just gets the same ones, run up again."
				: `Stop it: ipvsadm --stop-daemon ${which}, and whatever starts it at boot, as lvs_sync_daemon in keepalived.conf.`,
		},
	];
}
