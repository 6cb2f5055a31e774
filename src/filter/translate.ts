import { numberToAddress, type Packet, sentOn } from "./packet.ts";
import type { Target } from "./ruleset.ts";

/** The packet after a rule that gives it another destination, on the rest of its way. */
export function translate(packet: Packet, target: Target): Packet {
	const { to: _, out: __, kindHere: ___, ...fields } = packet.fields;
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
			...kinds(stays, address),
			status: sentOn,
		},
	};
}

/** On which of the host's devices a new destination is, is not known; `127.0.0.1` is on none by which packets come. */
function kinds(
	stays: boolean,
	address: number | undefined,
): Pick<Packet["fields"], "kind" | "kindHere"> {
	if (!stays) return { kind: "unicast", kindHere: "unicast" };
	// without an address it is the one of the device by which the packet came
	if (address === undefined) return { kind: "local", kindHere: "local" };
	return address >>> 24 === 127
		? { kind: "local", kindHere: "unicast" }
		: { kind: "local" };
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
