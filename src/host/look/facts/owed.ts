import { owedFile } from "../../owed.ts";
import type { Question } from "../../question.ts";

/** Reads the note of steps that an interrupted change still owes. */
export const owed: Question<readonly string[]> = {
	reads: (_desired, owner) => [owedFile(owner)],
	parse: ({ texts, owner }) =>
		(texts.get(owedFile(owner)) ?? "")
			.split("\n")
			.filter((line) => line !== ""),
};
