import Table from "cli-table3";

/** cli-table3 draws each part of a frame unless it is set to be empty. */
const noFrame = Object.fromEntries(
	[
		...["top", "top-mid", "top-left", "top-right"],
		...["bottom", "bottom-mid", "bottom-left", "bottom-right"],
		...["left", "left-mid", "mid", "mid-mid", "right", "right-mid"],
	].map((part) => [part, ""]),
);

/** A plain table: a head, columns two spaces apart, no frame. */
export function table(
	head: readonly string[],
	rows: readonly (readonly string[])[],
): string {
	const result = new Table({
		head: [...head],
		chars: { ...noFrame, middle: "  " },
		style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
	});
	result.push(...rows.map((row) => [...row]));
	return result.toString();
}
