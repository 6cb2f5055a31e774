import type { Desired } from "../model/desired.ts";
import { ownLink } from "../model/own-link.ts";
import { deviceFor } from "./device-for.ts";
import type { FoundAddress } from "./found-state.ts";

/** The addresses that a role looks at. On a machine that is a director too, the link of that director is left out: the other role puts the VIP there. */
export function concerning(
	desired: Desired,
	list: readonly FoundAddress[],
): readonly FoundAddress[] {
	const link = deviceFor(desired, ownLink, list);
	return desired.directs ? list.filter(({ device }) => device !== link) : list;
}
