import { runDirectory } from "../../../model/run-directory.ts";
import type { PutBack } from "../../put-back.ts";
import type { Question } from "../../question.ts";

/** The lines for what the watch put back: number, seconds since 1970, what it found, why. There is a line for each time. */
function putBackFile(owner: string): string {
	return `${runDirectory(owner)}/put-back`;
}

/** What the watch on the host put back since the host started. Equal entries are counted together, the latest last. */
export const putBack: Question<PutBack> = {
	reads: ({ establishedBy }, owner) =>
		establishedBy === undefined ? [] : [putBackFile(owner)],
	parse({ texts, owner }) {
		const lines = (texts.get(putBackFile(owner)) ?? "")
			.split("\n")
			.map((line) => line.split("\t"))
			.filter((fields) => fields.length === 4);
		const alike = new Map<string, PutBack["kept"][number]>();
		for (const [, seconds, found = "", why = ""] of lines) {
			const key = `${found}\t${why}`;
			const times = (alike.get(key)?.times ?? 0) + 1;
			alike.delete(key);
			alike.set(key, { found, why, times, last: Number(seconds) });
		}
		return {
			times: Number(lines.at(-1)?.[0] ?? 0),
			kept: [...alike.values()],
		};
	},
};
