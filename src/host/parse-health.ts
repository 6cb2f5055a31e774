import { type Health, verdicts } from "./found-director.ts";

/** Reads the file of the checks. @param lines place, verdict, definition that passed last, since when, why. */
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
								// for a place that passes, the line says whether it failed before
								why: verdict === "up" ? "" : why.join(" "),
							},
						],
					];
		}),
	);
}
