import type { Place } from "./script/read-script.ts";

/** The order in which lines are listed: the file that the user named comes first. */
export function byPlace(
	one: Pick<Place, "file" | "line">,
	other: Pick<Place, "file" | "line">,
): number {
	return one.file === other.file
		? one.line - other.line
		: (one.file ?? "").localeCompare(other.file ?? "");
}
