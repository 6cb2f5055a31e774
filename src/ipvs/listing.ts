import { parseMatch } from "./parse-rule.ts";
import { serviceKey } from "./rule.ts";

/** A line of `ipvsadm -Ln`, whatever columns were asked for. */
export interface Listed {
	/** As in `Desired.ipvs`. */
	readonly key: string;
	/** Of a service: its scheduler and options. */
	readonly columns: readonly string[];
}

const options = new Map([
	["TCP", "-t"],
	["UDP", "-u"],
	["SCTP", "--sctp-service"],
	["FWM", "-f"],
]);

/** The services and real servers of a listing; its heading is left out. */
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
