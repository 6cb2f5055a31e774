import type { Service } from "../model/cluster.ts";

/** How many of `requests` answers a real server may give. The bounds are inclusive. */
export interface Share {
	readonly least: number;
	readonly most: number;
	/** The average that the scheduler gives it. */
	readonly expected: number;
}

/**
 * What a scheduler promises for separate short connections, one after the other, from one client. Undefined for schedulers that
 * promise nothing: those that count connections choose by what else is open.
 *
 * `rr` and `wrr` walk a fixed round. A run may start in the middle of a round, so each real server may get up to one round's
 * share more or less. Sources: kernel 6.1 ip_vs_rr.c, ip_vs_wrr.c.
 */
export function promise(
	{ scheduler, servers }: Service,
	requests: number,
): Readonly<Record<string, Share>> | undefined {
	if (scheduler !== "rr" && scheduler !== "wrr") return undefined;
	const weights = servers.map(({ name, weight }) => ({
		name,
		// rr looks only at whether the weight is 0
		weight: scheduler === "rr" ? Math.min(weight, 1) : weight,
	}));
	const divisor = weights.reduce((gcd, { weight }) => greatest(gcd, weight), 0);
	const total = weights.reduce((sum, { weight }) => sum + weight, 0);
	if (total === 0) return undefined;
	return Object.fromEntries(
		weights.map(({ name, weight }) => {
			const expected = (requests * weight) / total;
			const round = weight / divisor;
			return [
				name,
				{
					least: Math.max(0, Math.ceil(expected - round)),
					most: Math.floor(expected + round),
					expected,
				},
			];
		}),
	);
}

function greatest(a: number, b: number): number {
	return b === 0 ? a : greatest(b, a % b);
}
