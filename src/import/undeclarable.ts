import { wayOfRule } from "../ipvs/forwarding.ts";
import { matchOf, type Rule } from "../ipvs/rule.ts";

export const noIpv6 = "IPv6 is not supported yet";
export const noSctp = "SCTP is not supported yet";

/** @param options as ipvsadm has them, with their values */
export function noPlaceFor(options: readonly string[]): string {
	return `cannot be declared: ${options.join(" ")}`;
}

/** Why a declaration cannot express a rule. Undefined if it can. */
export function undeclarable(rule: Rule): string | undefined {
	const match = matchOf(rule);
	const { family } = match.protocol === "fwmark" ? match : match.address;
	if (family === 6) return noIpv6;
	if (match.protocol === "sctp") return noSctp;
	const options = [...checksumOf(rule), ...rule.others];
	if (options.length > 0) return noPlaceFor(options);
	if (rule.kind === "service") return undefined;
	if (rule.address.family === 6) return noIpv6;
	return match.protocol !== "fwmark" &&
		!wayOfRule(rule).rewrites &&
		rule.port !== match.port
		? `by -${rule.method} a packet keeps its port: ipvsadm takes ${match.port} in place of ${rule.port}; write the real server without a port`
		: undefined;
}

/** A checksum of a tunnel; ours have none. */
function checksumOf(rule: Rule): string[] {
	const checksum = rule.kind === "server" ? rule.tunnel?.checksum : undefined;
	return checksum === undefined || checksum === "nocsum"
		? []
		: [`--tun-${checksum}`];
}
