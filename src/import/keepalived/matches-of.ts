import type { Match } from "../../ipvs/rule.ts";
import { ruleAddress } from "../../model/written-address.ts";
import { endpointOf } from "../configuration/addresses-of.ts";
import { markOf } from "../configuration/mark-of.ts";
import type { Notes } from "../configuration/notes.ts";
import type { Groups } from "./read-groups.ts";
import type { Statement } from "./statement.ts";

export function protocolOf({
	block,
}: Statement):
	| { readonly protocol: "tcp" | "udp"; readonly written?: true }
	| string {
	const given = block?.findLast(({ keyword }) => keyword === "protocol");
	// the kernel takes UDP
	if (given === undefined) return { protocol: "udp" };
	const [name = ""] = given.values;
	switch (name.toUpperCase()) {
		case "TCP":
			return { protocol: "tcp", written: true };
		case "UDP":
			return { protocol: "udp", written: true };
		case "SCTP":
			return "SCTP is not supported yet";
		default:
			return `protocol takes TCP or UDP, and "${name}" is neither`;
	}
}

export function matchesOf(
	[first = "", second = "", ...more]: readonly string[],
	protocol: "tcp" | "udp",
	groups: Groups,
	notes: Notes,
): readonly Match[] | string {
	if (first === "fwmark") return markOf(second);
	if (first === "group") {
		const group = groups.get(second);
		return group === undefined
			? `no virtual_server_group "${second}" is declared that can be read`
			: group(protocol, notes);
	}
	const endpoint = endpointOf([first, second || "0", ...more]);
	return typeof endpoint === "string"
		? endpoint
		: [
				{
					protocol,
					address: ruleAddress(endpoint.address),
					port: endpoint.port,
				},
			];
}
