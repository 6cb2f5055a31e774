/** A line as it is shown: without its comment, and without a secret. */
export function shownLine(written: string): string {
	const [, before] = /^\s*((passwd|secret)\b)/.exec(written) ?? [];
	return before ?? written.replace(/#.*/, "").trim();
}
