import { contains, parseLinkAddress } from "../model/address.ts";
import { hostPrefix, toldAddress } from "../model/written-address.ts";

/** Whether a rule of `ip rule` takes packets from an address. `from` is as it is printed: `all`, an address or a network. */
export function coversAddress(
	from: string,
	address: string | undefined,
): boolean {
	if (from === "all") return true;
	const network = parseLinkAddress(
		from.includes("/") ? from : hostPrefix(from),
	);
	return (
		network !== undefined &&
		address !== undefined &&
		contains(network, toldAddress(address))
	);
}
