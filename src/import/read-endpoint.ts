import { parseIpv4 } from "../model/address.ts";
import { readPortName } from "./port-names.ts";
import { noIpv6 } from "./undeclarable.ts";

export interface ReadEndpoint {
	readonly address: string;
	/** Undefined where none is written. */
	readonly port: number | undefined;
}

/** Reads `10.0.0.1`, `10.0.0.1:80` or `10.0.0.1:http`. A string says why it cannot be used. */
export function readEndpoint(text: string): ReadEndpoint | string {
	if (text.startsWith("[") || text.split(":").length > 2) return noIpv6;
	const [address = "", port] = text.split(":");
	if (parseIpv4(address) === undefined)
		return /[a-z]/i.test(address)
			? "it has names where numbers are expected: print the rules with ipvsadm -Sn, not -S"
			: `"${address}" is not an IPv4 address`;
	if (port === undefined) return { address, port };
	const number = readPortName(port);
	return typeof number === "string" ? number : { address, port: number };
}
