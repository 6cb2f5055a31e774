import { sh } from "../../../ssh/shell.ts";
import { drainedFile } from "../../director-files.ts";
import { type DrainEnd, parseDrainEnds } from "../../drain-ends.ts";
import type { Question } from "../../question.ts";

/** Shell text that prints the director's clock, and the file. */
export function readDrained(owner: string): string {
	return sh`[ ! -e ${drainedFile(owner)} ] || { date +%s; cat ${drainedFile(owner)}; }`;
}

/** Address of a real server -> when its drain ends. */
export const drained: Question<Record<string, DrainEnd>> = {
	probe: ({ ipvs }, _family, owner) =>
		Object.keys(ipvs).length === 0 ? "" : readDrained(owner),
	parse: ({ lines }) => parseDrainEnds(lines),
};
