import type { HostInputs } from "../../provider/host-inputs.ts";
import { lookAt } from "../status/look-at.ts";
import type { SeenDirector } from "./judge-standby.ts";

/** Directors, and what was seen of those that have others beside them. */
interface Looked<Director extends HostInputs> {
	/** Those to which probes go: the only one of a cluster, those of several that have the VIP, and the first one where none is seen to have it. */
	readonly probed: Director[];
	readonly seen: (SeenDirector & { readonly host: Director })[];
}

/**
 * Looks at the directors of clusters that have several. Each takes one execution, as many as it takes to ask who has the VIP: the answer tells both.
 *
 * @param connectSeconds how long one may take to be reached. Default: its own `connectSeconds`, else 10.
 * @param look for tests.
 */
export async function lookAtDirectors<Director extends HostInputs>(
	directors: readonly Director[],
	connectSeconds?: number,
	look: typeof lookAt = lookAt,
): Promise<Looked<Director>> {
	const clusters = new Set(directors.map(({ component }) => component));
	const looked = await Promise.all(
		[...clusters].map(async (cluster): Promise<Looked<Director>> => {
			const all = directors.filter(({ component }) => component === cluster);
			if (all.length === 1) return { probed: all, seen: [] };
			const seen = await Promise.all(
				all.map(async (host) => ({
					host,
					found: await look(host, { connectSeconds, counts: false }),
				})),
			);
			const holders = seen.filter(({ found }) => found.vip?.hasVip);
			return {
				probed: (holders.length === 0 ? seen.slice(0, 1) : holders).map(
					({ host }) => host,
				),
				seen,
			};
		}),
	);
	return {
		probed: looked.flatMap(({ probed }) => probed),
		seen: looked.flatMap(({ seen }) => seen),
	};
}
