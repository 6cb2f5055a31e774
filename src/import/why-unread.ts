import type { Endpoint } from "../ipvs/address.ts";
import type { Match, Rule } from "../ipvs/rule.ts";
import { parseIpv4 } from "../model/address.ts";

const usual = "not a rule as ipvsadm -Sn prints it";
const noIpv6 = "IPv6 is not supported yet";

/** Why a line is no rule, and what to do. */
export function whyNoRule(line: string): string {
	const [, option = "", target = "", server = ""] =
		/^\s*(?:\S*\bipvsadm\s+)?-[Aa]\s+(-t|-u|-f|--sctp-service)\s+(\S+)(?:\s+-r\s+(\S+))?/.exec(
			line,
		) ?? [];
	if (option === "-f" && !/^\d+$/.test(target))
		return `a mark is a number, and "${target}" is none`;
	const addresses = [...(option === "-f" ? [] : [target]), server];
	if (addresses.some((address) => address.startsWith("["))) return noIpv6;
	if (addresses.some((address) => /[a-z]/i.test(address)))
		return "it has names where numbers are expected: print the rules with ipvsadm -Sn, not -S";
	return usual;
}

/** Why a rule is none that we can use; undefined where it is. */
export function whyNotUsed(rule: Rule): string | undefined {
	const match = rule.kind === "service" ? rule.match : rule.service;
	const endpoints: readonly Endpoint[] = [
		...(match.protocol === "fwmark" ? [] : [match]),
		...(rule.kind === "server" ? [rule] : []),
	];
	if (isSixth(match) || endpoints.some(({ address }) => address.family === 6))
		return noIpv6;
	if (match.protocol === "sctp") return "SCTP is not supported yet";
	if (match.protocol === "fwmark" && !(match.mark > 0 && match.mark < 2 ** 32))
		return `a mark is a number from 1 to ${2 ** 32 - 1}, and ${match.mark} is none`;
	for (const { address, port } of endpoints) {
		if (parseIpv4(address.text) === undefined)
			return `"${address.text}" is not an IPv4 address`;
		if (port > 65535) return `a port is at most 65535, and ${port} is not`;
	}
	return numbersOf(rule).every((number) => Number.isInteger(number))
		? undefined
		: "one of its options lacks its number";
}

function isSixth(match: Match): boolean {
	return match.protocol === "fwmark" && match.family === 6;
}

function numbersOf(rule: Rule): readonly number[] {
	return rule.kind === "service"
		? [rule.persistence?.seconds ?? 0]
		: [rule.weight, rule.upper, rule.lower, rule.tunnel?.port ?? 0];
}
