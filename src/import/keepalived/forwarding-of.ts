import { ipvsadmDefaults } from "../../ipvs/ipvsadm-defaults.ts";
import type { Forwarded } from "../configuration/forwarded.ts";
import type { Statement } from "./statement.ts";

/** keepalived's default. */
export const usualForwarding: Forwarded = { method: "m", tunnel: undefined };

/** Reads `NAT`, `DR` or `TUN`, with the type of a tunnel. A string says why it cannot be declared. */
export function forwardingOf({
	keyword,
	values,
}: Statement): Forwarded | string {
	const [kind = "", ...options] = values;
	if (kind === "NAT") return usualForwarding;
	if (kind === "DR") return { method: "g", tunnel: undefined };
	if (kind !== "TUN")
		return `${keyword} takes NAT, DR or TUN, in capitals, and "${kind}" is none of them`;
	const settings = new Map<string, string>();
	for (let next = 0; next < options.length; next += 1) {
		const option = options[next] ?? "";
		if (option === "type" || option === "port") {
			settings.set(option, options[next + 1] ?? "");
			next += 1;
		} else if (option !== "nocsum")
			return `a tunnel with ${option} cannot be declared; write nocsum, or leave it out`;
	}
	const type = settings.get("type") ?? ipvsadmDefaults.tunnelType;
	const port = settings.get("port");
	if ((type === "gue") !== (port !== undefined))
		return "a tunnel by gue needs a port, and no other has one";
	return {
		method: "i",
		tunnel: {
			type,
			port: port === undefined ? undefined : Number(port),
			checksum: undefined,
		},
	};
}
