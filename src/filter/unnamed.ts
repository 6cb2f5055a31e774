import { namedRanges } from "./named-ranges.ts";
import { addressToNumber, numberToAddress } from "./packet.ts";
import type { Chain } from "./ruleset.ts";

/** A port that no rule of a filter names, so that it stands for all other ports. Undefined: there is none. */
export function unnamedPort(chains: readonly Chain[]): number | undefined {
	const named = namedRanges(chains, ["toPort", "fromPort"], 65535);
	// the ports of services are below it, and the ports of clients are above
	for (let port = 1024; port < 65536; port++)
		if (!named.some(([first, last]) => first <= port && port <= last))
			return port;
	return undefined;
}

/** An address that no rule of a filter names, so that it stands for all other senders. Undefined: there is none. */
export function unnamedSender(chains: readonly Chain[]): string | undefined {
	const named = namedRanges(chains, ["from"], 2 ** 32 - 1).sort(
		([one], [other]) => one - other,
	);
	let address = addressToNumber("1.0.0.1");
	for (const [first, last] of named) {
		if (first > address) break;
		address = Math.max(address, last + 1);
	}
	// no sender has one of the addresses that follow
	return address < addressToNumber("224.0.0.0")
		? numberToAddress(address)
		: undefined;
}
