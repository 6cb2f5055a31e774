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
	["FWM", "-f"],
]);

/** The services and real servers of a listing; its heading is left out. */
export function readListing(lines: readonly string[]): Listed[] {
	let service = "";
	return lines.flatMap((line) => {
		const [first = "", second = "", ...columns] = line.trim().split(/\s+/);
		const option = options.get(first);
		if (option !== undefined) {
			service = `${option} ${second}`;
			return [{ key: service, columns }];
		}
		return first === "->" && /:\d+$/.test(second)
			? [{ key: `${service} -r ${second}`, columns }]
			: [];
	});
}
