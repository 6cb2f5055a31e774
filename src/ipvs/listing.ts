import { parseEndpoint } from "./address.ts";
import { isServerKey, serverKey, serverOfKey } from "./key.ts";
import { parseMatch } from "./parse-rule.ts";
import { type Match, type ServerRule, serviceKey } from "./rule.ts";

/** A line of `ipvsadm -Ln`, with any columns. */
export interface Listed {
	/** A key as in `Desired.ipvs`. */
	readonly key: string;
	/** The service itself, or the service to which it belongs. */
	readonly match: Match;
	/** The columns after the name. A service has its scheduler and options here. */
	readonly columns: readonly string[];
}

const options = new Map([
	["TCP", "-t"],
	["UDP", "-u"],
	["SCTP", "--sctp-service"],
	["FWM", "-f"],
]);

/** Whether a line belongs to a listing: its heading, a service, a real server, or nothing. A service of a listing is in the dump too. */
export function isListed(line: string): boolean {
	const [first = ""] = line.trim().split(/\s+/);
	return (
		first === "" || first === "->" || options.has(first) || heading.test(line)
	);
}

const heading = /^(IP Virtual Server version|Prot LocalAddress:Port)\b/;

/** The services and real servers of a listing, without its heading. If a service cannot be read, its real servers are left out too. */
export function readListing(lines: readonly string[]): Listed[] {
	let service: Pick<Listed, "key" | "match"> | undefined;
	return lines.flatMap((line) => {
		const [first = "", second = "", ...columns] = line.trim().split(/\s+/);
		const option = options.get(first);
		if (option !== undefined) {
			const family = columns[0] === "IPv6" ? 6 : 4;
			const match = parseMatch(option, second, family);
			// the real servers of a service that we cannot name belong to no other
			service = undefined;
			if (match === undefined) return [];
			service = { key: serviceKey(match), match };
			return [
				{ ...service, columns: family === 6 ? columns.slice(1) : columns },
			];
		}
		return service !== undefined && first === "->" && /:\d+$/.test(second)
			? [{ ...service, key: serverKey(service.key, second), columns }]
			: [];
	});
}

/** The word of a listing for a method (ipvsadm.c, fwd_name and fwd_switch) -> the method. */
const methods: Readonly<Record<string, ServerRule["method"]>> = {
	Local: "g",
	Masq: "m",
	Route: "g",
	Tunnel: "i",
};

/** The real servers of a plain listing, `ipvsadm -Ln`, which shows their methods and weights alone. */
export function listedServers(lines: readonly string[]): ServerRule[] {
	return readListing(lines).flatMap(
		({ key, match, columns: [method = "", weight] }): ServerRule[] => {
			const server = isServerKey(key)
				? parseEndpoint(serverOfKey(key))
				: undefined;
			return server === undefined
				? []
				: [
						{
							kind: "server",
							service: match,
							...server,
							method: methods[method] ?? "g",
							weight: Number(weight),
							tunnel: undefined,
							upper: 0,
							lower: 0,
							others: [],
						},
					];
		},
	);
}
