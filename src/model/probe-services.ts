import type { Desired } from "./desired.ts";

/** Keys of the IPVS services by which health checks reach one real server each. No client has them, and no drain is theirs. */
export function probeServices({
	checks = {},
}: Pick<Desired, "checks">): ReadonlySet<string> {
	return new Set(Object.values(checks).flatMap(({ probe }) => probe ?? []));
}
