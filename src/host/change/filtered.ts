import { judge } from "../../filter/judge.ts";
import { advise } from "../../filter/way-out.ts";
import type { Desired } from "../../model/desired.ts";
import type { Observed } from "../observed.ts";
import { packetsOf } from "../packets-of.ts";
import { partlyStopped, strangersStopped } from "../partly-stopped.ts";
import { formatStop, type Stopped, stops } from "../stops.ts";
import type { Reason } from "./reason.ts";

/** Refuses a host whose filters stop what the role needs, if `openFilters` is not declared or we cannot open these filters. */
export function filteredPackets(
	desired: Desired,
	observed: Observed,
): Reason[] {
	return stops(desired, observed)
		.filter((stop) => !isOpened(stop, desired))
		.map((stop) => ({
			saw: formatStop(stop),
			advice: `${advise(stop.wayOut)}${option(stop, desired)}`,
		}));
}

/** What the option does for the user here, or why it does nothing. */
function option({ words, how, wayOut }: Stopped, { filters }: Desired): string {
	if (wayOut.kind === "openings")
		return " Or declare openFilters: true, and up does it.";
	return words in filters && how !== "diverts"
		? ` openFilters cannot do it here: ${wayOut.why}.`
		: "";
}

function isOpened({ words, wayOut }: Stopped, { filters }: Desired): boolean {
	return wayOut.kind === "openings" && words in filters;
}

/** The passages that no filter is known to stop, or that the next change opens. Their order is that of `passes`. */
export function passing(
	{ passes = {}, ...desired }: Desired,
	observed: Observed,
): NonNullable<Desired["passes"]> {
	const bad = new Set(
		stops({ ...desired, passes }, observed).flatMap((stop) =>
			isOpened(stop, desired) ? [] : [stop.words],
		),
	);
	return Object.fromEntries(
		Object.entries(passes).filter(([words]) => !bad.has(words)),
	);
}

/** Passages of all ports that a filter lets through for some ports only. The operator may want it so. */
export function partlyFiltered(desired: Desired, observed: Observed): string[] {
	return partlyStopped(desired, observed).map(
		(stop) =>
			`not all ports pass, and the service takes all: ${formatStop(stop)}. Open those that clients use, or declare them one by one`,
	);
}

/** Requests of clients that a filter lets in from some addresses only. The operator may want it so. */
export function chosenClients(desired: Desired, observed: Observed): string[] {
	return strangersStopped(desired, observed).map(
		(stop) =>
			`only clients whose address a rule names get in: ${formatStop(stop)}. If others must get in too, let them in by a rule for all`,
	);
}

/** What could not be judged in the filters, where it makes a difference. */
export function unjudged(desired: Desired, observed: Observed): string[] {
	const { passes = {} } = desired;
	const why = new Map<string, string>();
	for (const [words, passage] of Object.entries(passes))
		for (const { packet } of packetsOf(passage, desired, observed)) {
			const judgement = judge(observed.filters, packet);
			if (judgement.kind === "unknown")
				for (const each of judgement.why) why.set(each, why.get(each) ?? words);
		}
	return [
		...observed.filters.unread.map(
			(each) => `whether packet filters stop the cluster is not known: ${each}`,
		),
		...[...why].map(
			([each, words]) => `whether ${words} pass is not known: ${each}`,
		),
	];
}
