import { parseSync } from "../../model/sync-text.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import type { Found } from "./look-at.ts";
import { namesOf } from "./names-of.ts";

/** A host, and what was found there. */
interface Seen {
	readonly host: Pick<HostInputs, "component" | "role" | "name" | "desired">;
	readonly found: Pick<Found, "syncs" | "unseen">;
}

/**
 * Directors of a cluster that do not hear of each other's connections, though each may be as it was declared last: the number of the connection sync follows
 * from all directors, and one of them was not changed with the others. Pure. A director that was not looked at, or has no sync, counts for neither.
 */
export function syncProblems(all: readonly Seen[]): string[] {
	const directors = all.filter(
		({ host, found }) =>
			host.role === "director" &&
			host.desired.failover !== undefined &&
			found.unseen === undefined,
	);
	const clusters = new Set(directors.map(({ host }) => host.component));
	return [...clusters].flatMap((cluster) => {
		const own = directors.filter(({ host }) => host.component === cluster);
		const numbers = [...new Set(own.flatMap((each) => numberOf(each) ?? []))];
		const groups = numbers.map(
			(number) =>
				`${namesOf(own.filter((each) => numberOf(each) === number))}: ${number}`,
		);
		return groups.length < 2
			? []
			: [
					`cluster ${cluster}: directors tell each other of connections under different numbers (${groups.join("; ")}), so one does not hear the other, and open connections end when the VIP goes from one to the other. The number follows from all directors: run up for those that were not changed`,
				];
	});
}

/** The number under which it sends, else the number under which it receives. */
function numberOf({ found: { syncs = {} } }: Seen): number | undefined {
	const text = syncs.master ?? syncs.backup;
	return text === undefined ? undefined : parseSync(text).id;
}
