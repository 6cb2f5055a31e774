/** A line as it is shown: without its comment, and without a secret. */
export function shownLine(written: string): string {
	if (written.trim() === "") return "a line of blanks";
	const [, before] = /^\s*((passwd|secret)\b)/.exec(written) ?? [];
	return before ?? written.replace(/#.*/, "").trim();
}
