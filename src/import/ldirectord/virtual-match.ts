import type { Match } from "../../ipvs/rule.ts";
import { matchOfMark, ruleAddress } from "../../model/written-address.ts";
import { portIn } from "../configuration/addresses-of.ts";
import { noIpv6 } from "../undeclarable.ts";
import { hostOf } from "./host-of.ts";
import type { VirtualLines } from "./read-lines.ts";
import { refusedLine } from "./refused-line.ts";
import type { Directives } from "./sort-directives.ts";

/** The packets that a virtual service takes. A string says why they cannot be declared. */
export function virtualMatch(
	{ value, isSix }: Pick<VirtualLines, "value" | "isSix">,
	own: Directives,
): Match | string {
	const written = own.last("protocol")?.value;
	const [, host, portName = ""] =
		/^([0-9A-Za-z._+-]+):([\w-]+)/.exec(value) ?? [];
	if (host === undefined) {
		if (value.startsWith("["))
			return isSix
				? noIpv6
				: refusedLine(`${noIpv6}, and belongs behind virtual6=`);
		const [mark] = /^\d+/.exec(value) ?? [];
		if (mark === undefined)
			return refusedLine(
				"it takes an address with a port, like 192.0.2.80:80, or a firewall mark",
			);
		if (/^[\d.]*\./.test(value))
			return `without a port ldirectord takes ${value.split(/\s/)[0]} for the firewall mark ${mark}; write ADDRESS:PORT`;
		if (isSix) return noIpv6;
		return written === undefined || written === "fwm"
			? matchOfMark(Number(mark))
			: refusedLine("protocol must be fwm for a firewall mark");
	}
	if (isSix) return noIpv6;
	if (written === "fwm")
		return refusedLine("protocol must be tcp or udp for an address");
	const address = hostOf(host);
	if (typeof address === "string") return address;
	const port = portIn(portName);
	if (typeof port === "string") return port;
	return {
		protocol:
			written === "udp" || (written === undefined && port === 53)
				? "udp"
				: "tcp",
		address: ruleAddress(address.address),
		port,
	};
}
