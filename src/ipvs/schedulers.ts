import type { ServiceRule } from "./rule.ts";

/**
 * Whether a real server of weight 0 is left alone by new clients. A hash table goes on naming it, unless its fallback is asked
 * for: its clients would be refused until it is deleted.
 */
export function keepsDrained({ scheduler, flags }: ServiceRule): boolean {
	return (
		!["sh", "mh", "dh"].includes(scheduler) ||
		flags.includes(`${scheduler}-fallback`)
	);
}
