import { recordDirectory } from "../../../model/record-directory.ts";
import { runDirectory } from "../../../model/run-directory.ts";
import { directorRoles, type FoundFailover } from "../../found-director.ts";
import type { Question } from "../../question.ts";

/** The file in which a director writes its present state, and since when it has it, in seconds since 1970. */
function roleFile(owner: string): string {
	return `${runDirectory(owner)}/role`;
}

/** The state that the program of the operator was last told, the exit status of the program, and when. */
function toldFile(owner: string): string {
	return `${runDirectory(owner)}/told`;
}

/** Exit status of the last check and since when, and what was run. */
export function checkFile(owner: string): string {
	return `${runDirectory(owner)}/check`;
}

/** `1`: an operator wants this director to stay without the VIP. */
function outFile(owner: string): string {
	return `${recordDirectory(owner)}/out`;
}

/** The files in which a director writes down how it stands among the others. */
export function failoverFiles(owner: string): readonly string[] {
	return [roleFile(owner), outFile(owner), toldFile(owner), checkFile(owner)];
}

/** Whether a director has the VIP by now, or waits for it. Looked at only where there are several. */
export const failover: Question<FoundFailover | undefined> = {
	reads: ({ failover }, owner) =>
		failover === undefined ? [] : failoverFiles(owner),
	parse: ({ texts, owner }) => parseFailover(texts, owner),
};

/** @param texts path -> text of `failoverFiles`. @returns undefined where its agreement with the others does not run. */
export function parseFailover(
	texts: ReadonlyMap<string, string>,
	owner: string,
): FoundFailover | undefined {
	const [word, since = "0"] = (texts.get(roleFile(owner)) ?? "")
		.trim()
		.split(" ");
	const role = directorRoles.find((each) => each === word);
	const [of, exit] = (texts.get(toldFile(owner)) ?? "").trim().split(" ");
	const [checked = "", words] = (texts.get(checkFile(owner)) ?? "").split("\n");
	const [status = "0"] = checked.split(" ");
	return role === undefined
		? undefined
		: {
				role,
				since: Number(since),
				takenOut: texts.get(outFile(owner))?.trim() === "1",
				// of another role: the program is at work
				...(of === role && exit !== undefined
					? { toldExit: Number(exit) }
					: {}),
				...(status === "0" || status === ""
					? {}
					: { failedCheck: `${words} ${exitWords(Number(status))}` }),
			};
}

/** What the exit status of a check says, in a few words. */
export function exitWords(status: number): string {
	return status === 124 ? "took too long" : `exits with ${status}`;
}
