import type { Match } from "../../ipvs/rule.ts";
import { matchOfMark, ruleAddress } from "../../model/written-address.ts";
import { portIn } from "../configuration/addresses-of.ts";
import { type Notes, refuse } from "../configuration/notes.ts";
import { noIpv6 } from "../undeclarable.ts";
import { hostOf } from "./host-of.ts";
import type { VirtualLines } from "./read-lines.ts";
import { refusedLine } from "./refused-line.ts";
import type { Directives } from "./sort-directives.ts";

/** The packets that a virtual service takes. A string says why they cannot be declared. */
export function virtualMatch(
	{ value, isSix }: Pick<VirtualLines, "value" | "isSix">,
	own: Directives,
	notes: Notes,
): Match | string {
	const [, host, portName = ""] =
		/^([0-9A-Za-z._+-]+):([\w-]+)/.exec(value) ?? [];
	if (host === undefined) return markIn(value, isSix, own, notes);
	if (isSix) return noIpv6;
	const protocol = protocolIn(own, ["tcp", "udp"], notes);
	const found = hostOf(host);
	if (typeof found === "string") return found;
	const port = portIn(portName);
	if (typeof port === "string") return port;
	return {
		protocol:
			protocol === "udp" || (protocol === undefined && port === 53)
				? "udp"
				: "tcp",
		address: ruleAddress(found.address),
		port,
	};
}

function markIn(
	value: string,
	isSix: boolean,
	own: Directives,
	notes: Notes,
): Match | string {
	const [mark] = /^\d+/.exec(value) ?? [];
	if (mark === undefined)
		return isSix && value.startsWith("[")
			? noIpv6
			: refusedLine(
					"it takes an address with a port, like 192.0.2.80:80, or a firewall mark; an IPv6 address belongs behind virtual6=",
				);
	if (/^[\d.]*\./.test(value))
		return `without a port ldirectord takes ${value.split(/\s/)[0]} for the firewall mark ${mark}; write ADDRESS:PORT`;
	protocolIn(own, ["fwm"], notes);
	return isSix ? noIpv6 : matchOfMark(Number(mark));
}

/** The protocol that is written. One that does not fit is reported, and counts for nothing. */
function protocolIn(
	own: Directives,
	fitting: readonly string[],
	notes: Notes,
): string | undefined {
	const protocol = own.last("protocol");
	if (protocol === undefined || fitting.includes(protocol.value))
		return protocol?.value;
	refuse(
		notes,
		protocol,
		refusedLine(
			`protocol must be ${fitting.join(" or ")} for ${fitting.includes("fwm") ? "a firewall mark" : "an address and a port"}`,
		),
	);
	return undefined;
}
