import { forwardings } from "../ipvs/forwarding.ts";
import { contains } from "../model/address.ts";
import { toldAddress } from "../model/written-address.ts";
import type { Target, TargetServer } from "./target.ts";

/** A rule that says which routing table is asked. */
export interface RoutingRule {
	/** The smaller one is asked first. */
	readonly priority: number;
	/** As ip prints it, `from 10.88.0.67 lookup 100`. */
	readonly text: string;
	/** The table that it asks. */
	readonly table: string;
	/** Selector -> its value, `from` -> `10.88.0.67`. A selector of a single word has an empty value. */
	readonly selectors: Readonly<Record<string, string>>;
}

/** A packet as routing sees it when the host sends it. */
export interface Sent {
	readonly from: string;
	readonly to: string;
	readonly protocol: string;
	readonly fromPort: number;
}

/** The answer of a real server, before anybody rewrites it. */
export function answerTo(
	to: string,
	{ vip, protocol }: Target,
	{ address, port, forwarding }: TargetServer,
): Sent {
	const from = forwardings[forwarding].rewrites ? address : vip;
	return { from, to, protocol, fromPort: port };
}

/** Whether a rule certainly selects the packet. If it has a selector that is not known here, for example a mark, it does not. */
export function selects({ selectors }: RoutingRule, packet: Sent): boolean {
	return Object.entries(selectors).every(([name, value]) => {
		switch (name) {
			case "from":
				return isWithin(packet.from, value);
			case "to":
				return isWithin(packet.to, value);
			case "iif":
				return value === "lo";
			case "ipproto":
				return value === packet.protocol;
			case "sport": {
				const [first, last = first] = value.split("-").map(Number);
				return (
					first !== undefined &&
					last !== undefined &&
					first <= packet.fromPort &&
					packet.fromPort <= last
				);
			}
			default:
				return false;
		}
	});
}

function isWithin(address: string, prefix: string): boolean {
	const [network = "", length = "32"] = prefix.split("/");
	return (
		prefix === "all" ||
		contains(
			{ address: toldAddress(network), prefixLength: Number(length) },
			toldAddress(address),
		)
	);
}
