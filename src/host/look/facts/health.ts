import { sh } from "../../../ssh/shell.ts";
import { healthFile } from "../../director-files.ts";
import type { Health } from "../../observed.ts";
import { parseHealth } from "../../parse-health.ts";
import type { Question } from "../../question.ts";

/** What the checks found last. Looked at only on a director that has checks. */
export const health: Question<Readonly<Record<string, Health>>> = {
	probe: ({ checks }, _family, owner) =>
		checks === undefined
			? ""
			: sh`[ ! -e ${healthFile(owner)} ] || cat ${healthFile(owner)}`,
	parse: ({ lines }) => parseHealth(lines),
};
