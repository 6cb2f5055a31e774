import type { Passage } from "../model/passage.ts";
import { passageProtocols } from "./packet.ts";

/** A protocol as every program reads it: what /etc/protocols calls `ipip` is not what the kernel sends. */
export function byNumber(protocol: Passage["protocol"]): string {
	return protocol === "ipip" ? String(passageProtocols.ipip) : protocol;
}
