/** When a drain that an operator asked for ends: in seconds since 1970, by the director's clock, or when the operator lifts it. */
export type DrainEnd = number | "when lifted";

/** The form in which the file on a director has it, and the script there reads it; `lvsctl status -o json` prints the same form. */
export function formatDrainEnd(end: DrainEnd): number {
	return end === "when lifted" ? 0 : end;
}

export function parseDrainEnd(written: string | number): DrainEnd {
	return Number(written) === 0 ? "when lifted" : Number(written);
}

/** @param now seconds since 1970, by the director's clock. */
export function isOver(end: DrainEnd, now: number): boolean {
	return end !== "when lifted" && end <= now;
}

/**
 * The drains that go on, by the address of the real server.
 *
 * @param lines the director's clock, then its file: `ADDRESS END`, a line for each drain.
 */
export function parseDrainEnds([
	now = "0",
	...lines
]: readonly string[]): Record<string, DrainEnd> {
	return Object.fromEntries(
		lines.flatMap((line) => {
			const [address = "", written = "0"] = line.split(" ");
			const end = parseDrainEnd(written);
			return isOver(end, Number(now)) ? [] : [[address, end]];
		}),
	);
}
