import { sh } from "../ssh/shell.ts";
import { type Ask, asksPath, recordPath } from "./record.ts";

// A probe runs on the host before we have read the record. So a small file beside the record tells it what to ask. The record's own text is no place to search:
// any part of it may hold the same words.

/** The first line of the file. With it a file without asks is not empty: a look does not see empty files. */
const heading =
	"# What a look must ask because of the record beside this file, one word a line.";

export function formatAsks(asks: readonly Ask[]): string {
	return `${[heading, ...asks].join("\n")}\n`;
}

/** Undefined where there is no file: an earlier version wrote the record. */
export function parseAsks(text: string): readonly Ask[] | undefined {
	return text === ""
		? undefined
		: // a word of a later version stays in the list: it differs from what this version writes, which then replaces the file
			(text
				.split("\n")
				.filter((line) => line !== "" && !line.startsWith("#")) as Ask[]);
}

/** Shell text that succeeds if the record makes a look ask this. It also succeeds if the record is of an earlier version, which does not say. */
export function mustAsk(owner: string, ask: Ask): string {
	const asks = asksPath(owner);
	return sh`{ if [ -e ${asks} ]; then grep -qx ${ask} ${asks}; else [ -e ${recordPath(owner)} ]; fi; }`;
}
