import type { Address } from "../ipvs/address.ts";
import type { Match } from "../ipvs/rule.ts";
import type { Ipv4 } from "./address.ts";

// How addresses are written outside of declarations. All of them are IPv4; where a second family would come in: docs/decisions/0020.

/** The prefix of a single address, as hosts have a VIP: `172.18.0.70/32`. */
export function hostPrefix(address: string): string {
	return `${address}/32`;
}

/** The address of a prefix, `172.18.0.66` of `172.18.0.66/24`. */
export function addressOf(prefix: string): string {
	return prefix.split("/")[0] ?? prefix;
}

/** The same address with another prefix, which a host can have besides: `172.18.0.70/31`. */
export function widerPrefix(prefix: string): string {
	return `${addressOf(prefix)}/31`;
}

/** An address of a rule. */
export function ruleAddress(text: string): Address {
	return { family: 4, text };
}

/** The packets with a mark, of a rule. */
export function matchOfMark(mark: number): Match {
	return { protocol: "fwmark", mark, family: 4 };
}

/** An address from a desired state, or as a kernel prints it: it was checked when it was written there. */
export function toldAddress(text: string): Ipv4 {
	return text as Ipv4;
}
