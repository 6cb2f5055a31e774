import type { Out } from "../../host/out-already.ts";
import { nobodyWouldBeLeft, poolsOf } from "../../host/pools.ts";
import type { Balances } from "../../model/balances.ts";

/**
 * Why a real server should not be drained: nobody would be left who serves. Pure.
 *
 * @param out the real servers that already get no new connections.
 */
export function nobodyLeft(
	director: { readonly desired: Balances },
	address: string,
	out: Out,
): string | undefined {
	const [why] = poolsOf(director, out).flatMap(
		(pool) => nobodyWouldBeLeft(pool, address, out) ?? [],
	);
	return (
		why &&
		`${why}, and clients would be refused or sent to who fails; with --last it is drained all the same`
	);
}
