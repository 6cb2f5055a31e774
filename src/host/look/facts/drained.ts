import { sh } from "../../../ssh/shell.ts";
import type { Question } from "../../question.ts";
import { recordDirectory } from "../../record.ts";

/** The file on a director that keeps the drains that an operator asked for (`lvsctl drain`). */
export function drainedFile(owner: string): string {
	return `${recordDirectory(owner)}/drained`;
}

/** Address of a real server -> when its drain ends, in seconds since 1970; 0: when the operator lifts it. */
export const drained: Question<Record<string, number>> = {
	probe: ({ ipvs }, _family, owner) =>
		Object.keys(ipvs).length === 0
			? ""
			: sh`[ ! -e ${drainedFile(owner)} ] || { date +%s; cat ${drainedFile(owner)}; }`,
	parse: ({ lines }) => parseDrained(lines),
};

/** @param lines the clock of the host, then what the file has. */
export function parseDrained([now = "0", ...drains]: readonly string[]): Record<
	string,
	number
> {
	return Object.fromEntries(
		drains.flatMap((line) => {
			const [address = "", until = "0"] = line.split(" ");
			return until === "0" || Number(until) > Number(now)
				? [[address, Number(until)]]
				: [];
		}),
	);
}
