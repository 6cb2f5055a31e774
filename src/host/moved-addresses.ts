import type { Desired } from "../model/desired.ts";

/** The addresses that go with the VIP from director to director. */
export function movedAddresses({
	failover,
}: Pick<Desired, "failover">): string[] {
	return [failover?.gateway ?? [], failover?.addresses ?? []].flat();
}
