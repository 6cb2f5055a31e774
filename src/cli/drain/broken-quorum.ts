import type { Out } from "../../host/out-already.ts";
import { poolsOf, tooFewWouldBeLeft } from "../../host/pools.ts";
import type { Balances } from "../../model/balances.ts";

/**
 * Why a real server should not be drained: too few would be left for the quorum of a service, and the sorry server would get the clients of the others. If none
 * would be left, the sorry server is meant to serve. Pure.
 *
 * @param out the real servers that already get no new connections.
 */
export function brokenQuorum(
	director: { readonly desired: Balances },
	address: string,
	out: Out,
): string | undefined {
	const [why] = poolsOf(director, out).flatMap(
		(pool) => tooFewWouldBeLeft(pool, address, out) ?? [],
	);
	return (
		why &&
		`${why}; declare a smaller \`quorum\` and run up, or take the real server out of the declaration`
	);
}
