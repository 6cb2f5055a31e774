import { numberToAddress, type Packet, sentOn } from "./packet.ts";
import type { Target } from "./ruleset.ts";

/** The packet after a rule that gives it another destination, on the rest of its way. */
export function translate(packet: Packet, target: Target): Packet {
	const { to: _, out: __, ...fields } = packet.fields;
	const { address, port } = target;
	const stays =
		address === undefined ||
		address >>> 24 === 127 ||
		packet.here?.includes(address) === true;
	return {
		...packet,
		hooks: stays ? ["input"] : onwards(packet),
		fields: {
			...fields,
			...(address === undefined ? {} : { to: address }),
			...(port === undefined ? {} : { toPort: port }),
			kind: stays ? "local" : "unicast",
			status: sentOn,
		},
	};
}

/** Packets that the host itself sends are not forwarded. */
function onwards({ hooks }: Packet): Packet["hooks"] {
	return hooks.includes("output")
		? ["postrouting"]
		: ["forward", "postrouting"];
}

/** `172.17.0.2, port 80`, `port 8080 of this host`. */
export function formatTarget({ address, port }: Target): string {
	const at = port === undefined ? [] : [`port ${port}`];
	return address === undefined
		? [...at, "this host"].join(" of ")
		: [numberToAddress(address), ...at].join(", ");
}
