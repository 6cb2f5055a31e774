import type { Desired } from "../model/desired.ts";

/** A desired state as it is in users' state: up to version 0.1 it said `""` for what there is none of, and is still to be read. */
export function withoutBlanks(desired: Desired): Desired {
	const { tables, ...others } = desired;
	return {
		...(Object.fromEntries(
			Object.entries(others).filter(([, value]) => (value as unknown) !== ""),
		) as unknown as Desired),
		...(tables === undefined || tables.nftables === "" ? {} : { tables }),
	};
}
