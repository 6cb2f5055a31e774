import { healthFiles, printFirst } from "../../director-files.ts";
import type { Health } from "../../found-director.ts";
import { parseHealth } from "../../parse-health.ts";
import type { Question } from "../../question.ts";

/** Shell text that prints the file. */
export function readHealth(owner: string): string {
	return printFirst(healthFiles(owner));
}

/** The last results of the checks. Looked at only on a director that has checks. */
export const health: Question<Readonly<Record<string, Health>>> = {
	probe: ({ checks }, _family, owner) =>
		checks === undefined ? "" : readHealth(owner),
	parse: ({ lines }) => parseHealth(lines),
};
