import { parseMatch } from "./parse-rule.ts";
import { serviceKey } from "./rule.ts";

/** A line of `ipvsadm -Ln`, with whatever columns were asked for. */
export interface Listed {
	/** A key as in `Desired.ipvs`. */
	readonly key: string;
	/** The columns after the name. A service has its scheduler and options here. */
	readonly columns: readonly string[];
}

const options = new Map([
	["TCP", "-t"],
	["UDP", "-u"],
	["SCTP", "--sctp-service"],
	["FWM", "-f"],
]);

/** Whether a line belongs to a listing: its heading, a service, a real server, or nothing. A service of a listing stands in the dump too. */
export function isListed(line: string): boolean {
	const [first = ""] = line.trim().split(/\s+/);
	return (
		first === "" || first === "->" || options.has(first) || heading.test(line)
	);
}

const heading = /^(IP Virtual Server version|Prot LocalAddress:Port)\b/;

/** The services and real servers of a listing, without its heading. Those of a service that cannot be read are left out with it. */
export function readListing(lines: readonly string[]): Listed[] {
	let service: string | undefined;
	return lines.flatMap((line) => {
		const [first = "", second = "", ...columns] = line.trim().split(/\s+/);
		const option = options.get(first);
		if (option !== undefined) {
			const family = columns[0] === "IPv6" ? 6 : 4;
			const match = parseMatch(option, second, family);
			service = match && serviceKey(match);
			if (service === undefined) return [];
			return [
				{ key: service, columns: family === 6 ? columns.slice(1) : columns },
			];
		}
		return service !== undefined && first === "->" && /:\d+$/.test(second)
			? [{ key: `${service} -r ${second}`, columns }]
			: [];
	});
}
