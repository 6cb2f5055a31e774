import type { Desired } from "../model/desired.ts";
import { ownLink } from "../model/own-link.ts";
import { deviceFor } from "./device-for.ts";
import type { FoundAddress } from "./observed.ts";

/** The addresses that are a role's concern. On a machine that is a director too, its link has the VIP when that role has it. */
export function concerning(
	desired: Desired,
	list: readonly FoundAddress[],
): readonly FoundAddress[] {
	const link = deviceFor(desired, ownLink, list);
	return desired.directs ? list.filter(({ device }) => device !== link) : list;
}
