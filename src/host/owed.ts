import { runRoot } from "../model/run-directory.ts";
import type { Question } from "./question.ts";
import type { Step } from "./step.ts";
import { unitFile } from "./unit-file.ts";

/**
 * The file that notes what an interrupted change still owes, `restart mariadb.service`: the change has written new files, but the unit that had read the old
 * ones has not read them again. Nothing else on the host shows that. The note lies in /run, as every unit reads its files again after a reboot.
 */
export function owedFile(owner: string): string {
	return `${runRoot}/${owner}.owed`;
}

/** A line for each step that must follow another step of the same change. A later look alone would not ask for that step again. */
export function owedBy(steps: readonly Step[]): string[] {
	return steps.flatMap((step) => {
		switch (step.kind) {
			case "reload":
			case "restart":
				return [`${step.kind} ${unitFile(step.unit)}`];
			case "run":
				return [`${step.kind} ${step.script}`];
			default:
				return [];
		}
	});
}

/** Whether a unit's reload or restart is owed. */
export function isOwed(
	owed: readonly string[],
	kind: "reload" | "restart",
	unit: string,
): boolean {
	return owed.includes(`${kind} ${unitFile(unit)}`);
}

/** Reads the note of steps that an interrupted change still owes. */
export const owed: Question<readonly string[]> = {
	reads: (_desired, owner) => [owedFile(owner)],
	parse: ({ texts, owner }) =>
		(texts.get(owedFile(owner)) ?? "")
			.split("\n")
			.filter((line) => line !== ""),
};
