import { recordDirectory } from "../../../model/record-directory.ts";
import { sh } from "../../../ssh/shell.ts";
import { type DrainEnd, parseDrainEnds } from "../../drain-ends.ts";
import type { Question } from "../../question.ts";

/** The file on a director that keeps the drains that an operator asked for (`lvsctl drain`). */
export function drainedFile(owner: string): string {
	return `${recordDirectory(owner)}/drained`;
}

/** Address of a real server -> when its drain ends. */
export const drained: Question<Record<string, DrainEnd>> = {
	probe: ({ ipvs }, _family, owner) =>
		Object.keys(ipvs).length === 0
			? ""
			: sh`[ ! -e ${drainedFile(owner)} ] || { date +%s; cat ${drainedFile(owner)}; }`,
	parse: ({ lines }) => parseDrainEnds(lines),
};
