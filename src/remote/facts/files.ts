import { markers } from "../block.ts";
import { sh } from "../shell.ts";
import type { Fact } from "./fact.ts";

/** A file that exists. */
export interface FoundFile {
	/** Octal, e.g. `644`. */
	readonly mode: string;
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
			: sh`stat -c '%a %n' -- ${paths} 2>/dev/null`;
	},
	parse({ lines, texts }, { files }) {
		const modes = new Map(
			lines.map((line) => {
				const at = line.indexOf(" ");
				return [line.slice(at + 1), line.slice(0, at)];
			}),
		);
		return Object.fromEntries(
			Object.entries(files).map(([path, { block, replacesOnly }]) => {
				const mode = modes.get(path);
				if (mode === undefined) return [path, undefined];
				const text = texts.get(path) ?? "";
				return [
					path,
					{
						mode,
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
