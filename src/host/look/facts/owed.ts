import type { Fact } from "./fact.ts";
import { unitFile } from "./units.ts";

/**
 * What a change that did not come to its end still owes, `restart mariadb.service`: the files are written, and who read them before has
 * not read them again. Nothing else on the host tells. In /run, as a reboot reads all files again.
 */
export function owedFile(owner: string): string {
	return `/run/pulumi-lvs/${owner}.owed`;
}

/** Words of steps that were begun and not finished; see `owedBy`. */
export const owed: Fact<readonly string[]> = {
	reads: (_desired, owner) => [owedFile(owner)],
	parse: ({ texts, owner }) =>
		(texts.get(owedFile(owner)) ?? "")
			.split("\n")
			.filter((line) => line !== ""),
};

/** Whether one of them is owed. */
export function isOwed(
	owed: readonly string[],
	kind: "reload" | "restart",
	unit: string,
): boolean {
	return owed.includes(`${kind} ${unitFile(unit)}`);
}
