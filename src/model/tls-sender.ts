import { parseLinkAddress, strayBits } from "./address.ts";
import { asWritten } from "./as-written.ts";
import type { ReadLeaf } from "./leaf.ts";
import { readRealServerAddress } from "./leaves.ts";
import { wanted } from "./wanted.ts";

const expected =
	'an IPv4 address or network like "172.18.0.5" or "10.0.0.0/24"';

/** Who is believed when he says that a visitor came by HTTPS: an address, or a network in which only such senders are. */
export const readTlsSender: ReadLeaf<string> = (value) => {
	if (typeof value !== "string") return { problem: wanted(expected, value) };
	if (!value.includes("/")) return readRealServerAddress(value);
	const network = parseLinkAddress(value);
	if (network === undefined)
		return {
			problem: `${asWritten(value)} is not an IPv4 network; write ${expected}`,
		};
	if (network.prefixLength < 8)
		return {
			problem: `${value} is nearly everybody, and a visitor could say himself that he came by HTTPS; write those that end TLS, by /8 or longer`,
		};
	const stray = strayBits(network);
	return stray === undefined ? { value } : { problem: `${value} ${stray}` };
};
