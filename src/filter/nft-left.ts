import { inside, only } from "./nft-json.ts";
import { bits } from "./nft-values.ts";
import { passageProtocols } from "./packet.ts";
import type { Field } from "./ruleset.ts";

/** The field on the left side of a match. */
export type Left =
	| {
			readonly fields: readonly Field[];
			readonly mask?: number;
			/** The field exists only in packets of this protocol; others do not match, whatever the operator says. */
			readonly protocol?: number;
	  }
	/** A packet that the cluster needs has no such field, and does not match. */
	| "absent"
	| "depends"
	| undefined;

/** Reads the left side of a match. */
export function leftOf(left: unknown): Left {
	const [kind, value] = only(left);
	const key = String(inside(value, "key"));
	switch (kind) {
		case "payload":
			return payload(
				String(inside(value, "protocol")),
				String(inside(value, "field")),
			);
		case "meta":
			return meta[key as keyof typeof meta];
		case "ct":
			if (key === "state") return { fields: ["state"] };
			return key === "status" ? { fields: ["status"] } : undefined;
		case "fib":
			return inside(value, "result") === "type"
				? typeBy([inside(value, "flags")].flat().map(String))
				: undefined;
		case "&": {
			const [of, mask] = value as readonly [unknown, unknown];
			const masked = leftOf(of);
			if (typeof masked !== "object") return masked;
			const number = bits(mask);
			return number === undefined ? undefined : { ...masked, mask: number };
		}
		case "concat": {
			const parts = (value as readonly unknown[]).map(leftOf);
			if (parts.includes(undefined)) return undefined;
			if (parts.includes("absent")) return "absent";
			const known = parts.filter((part) => typeof part === "object");
			if (known.length < parts.length) return "depends";
			const protocol = known.find(({ protocol }) => protocol)?.protocol;
			return {
				fields: known.flatMap(({ fields }) => fields),
				...(protocol === undefined ? {} : { protocol }),
			};
		}
		default:
			return undefined;
	}
}

/** The kind of an address by the routing tables. `iif`: on the device by which the packet came, where an address of another one is none of this host. */
function typeBy(flags: readonly string[]): Left {
	if (!flags.includes("daddr") || flags.includes("oif")) return undefined;
	return { fields: [flags.includes("iif") ? "kindHere" : "kind"] };
}

const meta = {
	l4proto: { fields: ["protocol"] },
	nfproto: { fields: ["family"] },
	protocol: { fields: ["family"] },
	iifname: { fields: ["in"] },
	iif: { fields: ["in"] },
	oifname: { fields: ["out"] },
	oif: { fields: ["out"] },
	mark: { fields: ["mark"] },
	length: "depends",
	random: "depends",
	hour: "depends",
	day: "depends",
	time: "depends",
} as const satisfies Readonly<Record<string, Left>>;

function payload(protocol: string, field: string): Left {
	const ports = { sport: "fromPort", dport: "toPort" } as const;
	if (protocol === "ip") {
		if (field === "saddr") return { fields: ["from"] };
		if (field === "daddr") return { fields: ["to"] };
		if (field === "protocol") return { fields: ["protocol"] };
		return "depends";
	}
	if (
		["ip6", "icmp", "icmpv6", "igmp", "arp", "sctp", "dccp"].includes(protocol)
	)
		return "absent";
	if (protocol === "th" && field in ports)
		return { fields: [ports[field as keyof typeof ports]] };
	// the neighbour of a packet, usually a router, is never known: such a rule may let in the wrong senders
	if (protocol === "ether")
		return field === "type" ? { fields: ["family"] } : undefined;
	if (protocol === "vlan") return "depends";
	if (protocol !== "tcp" && protocol !== "udp") return undefined;
	const known =
		field in ports
			? ports[field as keyof typeof ports]
			: protocol === "tcp" && field === "flags"
				? "flags"
				: undefined;
	return known === undefined
		? "depends"
		: { fields: [known], protocol: passageProtocols[protocol] };
}
