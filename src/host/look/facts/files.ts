import { sh } from "../../../ssh/shell.ts";
import { markers } from "../../block.ts";
import type { Fact } from "./fact.ts";

/** A file that exists. */
export interface FoundFile {
	/** Octal, e.g. `644`. */
	readonly mode: string;
	/** By name and by number, `root:www-data 0:33`. */
	readonly owner: string;
	/** The text; of our block where only a block is ours, undefined where that is missing. */
	readonly content: string | undefined;
	/** Whether it equals the file of the distribution that may be replaced. */
	readonly stock: boolean;
}

/** Path -> the file that was found, undefined where there is none. */
export const files: Fact<Record<string, FoundFile | undefined>> = {
	reads: ({ files }) =>
		Object.entries(files).flatMap(([path, { replacesOnly }]) =>
			replacesOnly === undefined ? [path] : [path, replacesOnly],
		),
	probe({ files }) {
		const paths = Object.keys(files);
		return paths.length === 0
			? ""
			: sh`stat -c '%a %U:%G %u:%g %n' -- ${paths} 2>/dev/null`;
	},
	parse({ lines, texts }, { files }) {
		const modes = new Map(
			lines.map((line) => {
				const [mode = "", names = "", numbers = "", ...path] = line.split(" ");
				return [path.join(" "), { mode, owner: `${names} ${numbers}` }];
			}),
		);
		return Object.fromEntries(
			Object.entries(files).map(([path, { block, replacesOnly }]) => {
				const found = modes.get(path);
				if (found === undefined) return [path, undefined];
				const text = texts.get(path) ?? "";
				return [
					path,
					{
						...found,
						content: block === undefined ? text : blockOf(text, block),
						stock:
							replacesOnly !== undefined && texts.get(replacesOnly) === text,
					},
				];
			}),
		);
	},
};

/** The lines between our markers, undefined where there is no block. */
function blockOf(text: string, block: string): string | undefined {
	const [begin, end] = markers(block);
	const lines = text.split("\n");
	const from = lines.indexOf(begin);
	const to = lines.indexOf(end, from);
	return from < 0 || to < 0
		? undefined
		: lines
				.slice(from + 1, to)
				.map((line) => `${line}\n`)
				.join("");
}
