import type { Place } from "../script/read-script.ts";
import { shownLine } from "./shown-line.ts";

/** A line that ldirectord reads. */
export interface Line extends Place {
	/** Without its indentation, and within a virtual service without its comment. */
	readonly content: string;
}

/** A virtual service, and the lines that belong to it. */
export interface VirtualLines extends Place {
	/** What stands behind `virtual=`. */
	readonly value: string;
	/** Whether it is `virtual6=`. */
	readonly isSix: boolean;
	readonly lines: readonly Line[];
}

/** A line belongs to the virtual service above it if it has four blanks before it, or a tab. */
const indented = /^ {4,}(.+)/;

/** Parts the lines as ldirectord's `read_config` does: the first line that is indented by less ends a virtual service, also an empty one. */
export function readLines(text: string): {
	readonly top: readonly Line[];
	readonly virtuals: readonly VirtualLines[];
} {
	const top: Line[] = [];
	const virtuals: VirtualLines[] = [];
	let open: Line[] | undefined;
	for (const [index, written] of text.split(/\r?\n/).entries()) {
		const place = { line: index + 1, text: shownLine(written) };
		if (/^\s*#/.test(written)) continue;
		const own = indented.exec(
			written.replace(/#.*/, "").replaceAll("\t", "    "),
		);
		if (open !== undefined && own !== null) {
			open.push({ ...place, content: own[1] ?? "" });
			continue;
		}
		const [, six, value] = /^virtual(6)?\s*=\s*(.*)/.exec(written) ?? [];
		open = undefined;
		if (value !== undefined) {
			open = [];
			virtuals.push({
				...place,
				...{ value, isSix: six !== undefined, lines: open },
			});
		} else if (written.trim() !== "") top.push({ ...place, content: written });
	}
	return { top, virtuals };
}
