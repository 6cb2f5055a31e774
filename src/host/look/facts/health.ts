import { recordDirectory } from "../../../model/record-directory.ts";
import { sh } from "../../../ssh/shell.ts";
import { type Health, verdicts } from "../../observed.ts";
import type { Question } from "../../question.ts";

/** The file in which the reader of a director's health checks writes down what it hears. */
export function healthFile(owner: string): string {
	return `${recordDirectory(owner)}/health`;
}

/** What the checks found last. Looked at only on a director that has checks. */
export const health: Question<Readonly<Record<string, Health>>> = {
	probe: ({ checks }, _family, owner) =>
		checks === undefined
			? ""
			: sh`[ ! -e ${healthFile(owner)} ] || cat ${healthFile(owner)}`,
	parse: ({ lines }) => parseHealth(lines),
};

/** @param lines place, verdict, definition that passed last, since when, why. */
export function parseHealth(lines: readonly string[]): Record<string, Health> {
	return Object.fromEntries(
		lines.flatMap((line) => {
			const [place = "", word, , since = "0", ...why] = line.split(" ");
			const verdict = verdicts.find((each) => each === word);
			return verdict === undefined
				? []
				: [
						[
							place,
							{
								verdict,
								since: Number(since),
								// of one that passes it says whether it failed before
								why: verdict === "up" ? "" : why.join(" "),
							},
						],
					];
		}),
	);
}
