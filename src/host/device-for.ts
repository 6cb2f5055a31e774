import type { AddressPlace, Desired } from "../model/desired.ts";
import { ownLink } from "../model/own-link.ts";
import { addressOf } from "../model/written-address.ts";
import type { FoundAddress } from "./found-state.ts";

/** The device that has an address, given without its prefix. */
export function linkOf(
	address: string | undefined,
	list: readonly FoundAddress[],
): string | undefined {
	return list.find((found) => addressOf(found.address) === address)?.device;
}

/** The device where an address of `desired` belongs. */
export function deviceFor(
	{ device, ownAddress }: Desired,
	where: AddressPlace,
	list: readonly FoundAddress[],
): string | undefined {
	if (where !== ownLink) return where;
	return device ?? linkOf(ownAddress, list);
}
