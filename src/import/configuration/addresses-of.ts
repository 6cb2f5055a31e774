import { addressFrom, addressNumber, parseIpv4 } from "../../model/address.ts";
import { readPortName } from "../port-names.ts";
import { noIpv6 } from "../undeclarable.ts";

/** An address and a port in two words. The port is 0 if none is written. A string says why they cannot be used. */
export function endpointOf(
	words: readonly string[],
): { readonly address: string; readonly port: number } | string {
	const [address = "", port = "0"] = words;
	const wrong = whyNoAddress(address);
	if (wrong !== undefined) return wrong;
	const number = portIn(port);
	return typeof number === "string" ? number : { address, port: number };
}

/** The port that a word means: its number, or a usual name. A string says why it means none. */
export function portIn(word: string): number | string {
	const number = readPortName(word);
	return typeof number === "string"
		? number.replace(/, or print the rules.*$/, "")
		: number;
}

/** Why an address cannot be declared. Undefined if it can. */
export function whyNoAddress(address: string): string | undefined {
	if (address.includes(":")) return noIpv6;
	return parseIpv4(address) === undefined
		? `"${address}" is not an IPv4 address`
		: undefined;
}

const last32 = 2 ** 32 - 1;

/** The most addresses that may come from one range, and why. */
interface Most {
	readonly count: number;
	readonly why: string;
}

const mostVips: Most = {
	count: 32,
	why: "each is a VIP with a declaration of its own",
};

/** The addresses of `10.0.0.1`, `10.0.0.1-10`, `10.0.0.1-10.0.0.10` or `10.0.0.0/29`. A string says why they cannot be declared. */
export function addressesOf(
	word: string,
	most = mostVips,
): readonly string[] | string {
	if (word.includes(":")) return noIpv6;
	const [first = "", last] = word.split("-");
	const [base = "", prefix] = first.split("/");
	const from = numberOf(base);
	if (from === undefined) return `"${base}" is not an IPv4 address`;
	const to =
		prefix !== undefined
			? from + 2 ** (32 - Number(prefix)) - 1
			: last === undefined
				? from
				: numberOf(last.includes(".") ? last : base.replace(/\d+$/, last));
	if (to === undefined || !(to >= from) || to > last32)
		return `"${word}" is no range of addresses`;
	return to - from >= most.count
		? `it is a range of ${to - from + 1} addresses, and ${most.why}; write the ones that are used one by one`
		: Array.from({ length: to - from + 1 }, (_, index) =>
				addressFrom(from + index),
			);
}

function numberOf(text: string): number | undefined {
	const address = parseIpv4(text);
	return address && addressNumber(address);
}
