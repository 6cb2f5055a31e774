import type { Match } from "../../ipvs/rule.ts";
import { ruleAddress } from "../../model/written-address.ts";
import { addressesOf, endpointOf } from "../configuration/addresses-of.ts";
import { markOf } from "../configuration/mark-of.ts";
import { type Notes, refuse } from "../configuration/notes.ts";
import { noIpv6 } from "../undeclarable.ts";
import type { Statement } from "./statement.ts";
import { strayAddresses } from "./stray-words.ts";

/** Name of a `virtual_server_group` -> the services that it stands for. Parts that cannot be declared are reported. */
export type Groups = ReadonlyMap<
	string,
	(protocol: "tcp" | "udp", notes: Notes) => readonly Match[]
>;

export function readGroups(statements: readonly Statement[]): Groups {
	return new Map(
		statements.map(({ values, block = [] }) => {
			const told = new Set<Statement>();
			return [
				values[0] ?? "",
				(protocol, notes) =>
					block.flatMap((member) => {
						const matches = member.why ?? membersOf(member, protocol);
						const isNone = typeof matches === "string";
						const problem = isNone ? matches : strayAddresses(member);
						if (problem !== undefined && !told.has(member))
							refuse(notes, member, problem);
						told.add(member);
						return isNone ? [] : matches;
					}),
			];
		}),
	);
}

function membersOf(
	{ keyword, values }: Statement,
	protocol: "tcp" | "udp",
): readonly Match[] | string {
	if (keyword === "fwmark") {
		const [mark = "", family] = values;
		if (family === "inet6") return noIpv6;
		return markOf(mark);
	}
	const addresses = addressesOf(keyword);
	if (typeof addresses === "string") return addresses;
	const [first = ""] = addresses;
	const endpoint = endpointOf([first, ...values]);
	return typeof endpoint === "string"
		? endpoint
		: addresses.map((text) => ({
				protocol,
				address: ruleAddress(text),
				port: endpoint.port,
			}));
}
