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

/** The services and real servers of a listing, without its heading. */
export function readListing(lines: readonly string[]): Listed[] {
	let service = "";
	return lines.flatMap((line) => {
		const [first = "", second = "", ...columns] = line.trim().split(/\s+/);
		const option = options.get(first);
		if (option !== undefined) {
			const family = columns[0] === "IPv6" ? 6 : 4;
			const match = parseMatch(option, second, family);
			if (match === undefined) return [];
			service = serviceKey(match);
			return [
				{ key: service, columns: family === 6 ? columns.slice(1) : columns },
			];
		}
		return first === "->" && /:\d+$/.test(second)
			? [{ key: `${service} -r ${second}`, columns }]
			: [];
	});
}
