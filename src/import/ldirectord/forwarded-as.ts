import { ipvsadmDefaults } from "../../ipvs/ipvsadm-defaults.ts";
import type { Forwarded } from "../configuration/forwarded.ts";

/** ldirectord's words for a forwarding. */
const words: Readonly<Record<string, Forwarded>> = {
	gate: { method: "g", tunnel: undefined },
	masq: { method: "m", tunnel: undefined },
	ipip: {
		method: "i",
		tunnel: {
			type: ipvsadmDefaults.tunnelType,
			port: undefined,
			checksum: undefined,
		},
	},
};

/** Undefined: ldirectord does not know the word. */
export function forwardedAs(word: string): Forwarded | undefined {
	return Object.hasOwn(words, word) ? words[word] : undefined;
}

export const noForwarding = "it takes gate, masq or ipip behind the address";

/** How ldirectord treats a port that it cannot change, see `portRemark`. */
export const onPorts = { program: "ldirectord", nat: "masq" } as const;
