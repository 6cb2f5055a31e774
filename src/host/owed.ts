import type { Question } from "./question.ts";
import type { Step } from "./step.ts";
import { unitFile } from "./unit-file.ts";

/**
 * What a change that did not come to its end still owes, `restart mariadb.service`: the files are written, and who read them before has
 * not read them again. Nothing else on the host tells. In /run, as a reboot reads all files again.
 */
export function owedFile(owner: string): string {
	return `/run/pulumi-lvs/${owner}.owed`;
}

/** Words for steps that follow from another one of the same change, and that no look would ask for again. */
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

/** Reads the note of steps that were begun and not finished. */
export const owed: Question<readonly string[]> = {
	reads: (_desired, owner) => [owedFile(owner)],
	parse: ({ texts, owner }) =>
		(texts.get(owedFile(owner)) ?? "")
			.split("\n")
			.filter((line) => line !== ""),
};
