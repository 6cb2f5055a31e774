import type { Desired } from "../model/desired.ts";

/** Reads a desired state from users' state. Up to version 0.1 an absent text was written as `""`, and such states must still be read. */
export function withoutBlanks(desired: Desired): Desired {
	const { tables, ...others } = desired;
	return {
		...(Object.fromEntries(
			Object.entries(others).filter(([, value]) => (value as unknown) !== ""),
		) as unknown as Desired),
		...(tables === undefined || tables.nftables === "" ? {} : { tables }),
	};
}
