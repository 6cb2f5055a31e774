import { namedRanges } from "./named-ranges.ts";
import { addressToNumber, numberToAddress } from "./packet.ts";
import type { Chain } from "./ruleset.ts";

/** An address from which no rule of a filter says anything, so that it stands for all other senders. Undefined: there is none. */
export function unnamedSender(chains: readonly Chain[]): string | undefined {
	const named = namedRanges(chains, ["from"], 2 ** 32 - 1).sort(
		([one], [other]) => one - other,
	);
	let address = addressToNumber("1.0.0.1");
	for (const [first, last] of named) {
		if (first > address) break;
		address = Math.max(address, last + 1);
	}
	// what follows is no sender's
	return address < addressToNumber("224.0.0.0")
		? numberToAddress(address)
		: undefined;
}
