import type { Passage } from "../model/passage.ts";
import { passageProtocols } from "./packet.ts";

/** A protocol that every program reads in the same way: the `ipip` of /etc/protocols is not what the kernel sends. */
export function byNumber(protocol: Passage["protocol"]): string {
	return protocol === "ipip" ? String(passageProtocols.ipip) : protocol;
}
