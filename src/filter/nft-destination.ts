import { inside } from "./nft-json.ts";
import { addressToNumber } from "./packet.ts";
import type { Target } from "./ruleset.ts";

/** The destination in a statement of nft, `{ addr: "172.17.0.2", port: 80 }`. Undefined: there are several, or it is a program. */
export function nftDestination(
	statement: "dnat" | "redirect" | "tproxy" | "fwd",
	value: unknown,
): Target | undefined {
	if (statement === "tproxy" || statement === "fwd") return undefined;
	const [address, port] = [inside(value, "addr"), inside(value, "port")];
	const isAddress =
		typeof address === "string" && /^\d+\.\d+\.\d+\.\d+$/.test(address);
	if (address !== undefined && !isAddress) return undefined;
	if (port !== undefined && typeof port !== "number") return undefined;
	return { address: isAddress ? addressToNumber(address) : undefined, port };
}
