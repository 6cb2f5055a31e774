import { legacyRule, placeOf } from "./dropped.ts";
import type { Evidence } from "./evidence.ts";
import { at, type Packet } from "./packet.ts";

/** A packet that a rule gave another destination before it was routed, as a published port of a container does. */
export interface Translation {
	/** `172.17.0.2:80` */
	readonly goal: string;
	readonly address: string;
	readonly port: number;
	/** The rule, in words. Undefined: the host cannot show which. */
	readonly by: string | undefined;
}

/** Undefined: the packets came to routing with the destination that they came in with. */
export function translationOf(
	evidence: Evidence,
	packets: readonly Packet[],
): Translation | undefined {
	for (const packet of packets) {
		const first = at(packet, "first");
		const routed = at(packet, "routed");
		if (first === undefined || routed === undefined) continue;
		const { to: address, toPort: port } = routed;
		if (first.to === address && first.toPort === port) continue;
		return {
			goal: `${address}:${port}`,
			address,
			port,
			by: translatingRule(evidence, packets),
		};
	}
	return undefined;
}

/** Translation tables only see the first packet of a connection. */
function translatingRule(
	{ legacy }: Evidence,
	packets: readonly Packet[],
): string | undefined {
	const decision = packets
		.flatMap(({ decisions }) => decisions)
		.find(({ rule }) => /\b(?:dnat|redirect|netmap)\b/i.test(rule));
	return decision === undefined
		? legacyRule(
				legacy.filter((line) => / -j (?:DNAT|REDIRECT|NETMAP)\b/.test(line)),
				() => true,
			)
		: placeOf(decision);
}
