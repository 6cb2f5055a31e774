import { whyNoAddress } from "../configuration/addresses-of.ts";

/** The address of a host. A string says why it cannot be declared: ldirectord has the director look up names. */
export function hostOf(host: string): { readonly address: string } | string {
	if (host === "localhost") return { address: "127.0.0.1" };
	const wrong = whyNoAddress(host.replace(/^\[(.*)\]$/, "$1"));
	if (wrong === undefined) return { address: host };
	return /^[A-Za-z0-9._+-]*[A-Za-z][A-Za-z0-9._+-]*$/.test(host)
		? `"${host}" is a name, which the director looks up when ldirectord starts; write the address that \`getent ahostsv4 ${host}\` prints there`
		: wrong;
}
