import type { Desired } from "./desired.ts";

/**
 * Keys of the IPVS services that no client uses, and no drain changes: those by which health checks reach one real server each, and those by which a director
 * that is a real server takes what another director hands to it.
 */
export function innerServices({
	checks = {},
	failover,
}: Pick<Desired, "checks" | "failover">): ReadonlySet<string> {
	return new Set([
		...Object.values(checks).flatMap(({ probe }) => probe ?? []),
		...(failover?.handed ?? []),
	]);
}
