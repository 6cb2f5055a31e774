import { asWritten } from "./as-written.ts";
import type { ReadLeaf } from "./leaf.ts";
import { readAbsolutePath } from "./path-leaves.ts";
import { wanted } from "./wanted.ts";

/** A program by its absolute path, alone or with its arguments. The value is the list of its words. */
export const readCommand =
	(example: string): ReadLeaf<readonly string[]> =>
	(value) => {
		const readProgram = readAbsolutePath(example);
		if (!Array.isArray(value)) {
			const found = readProgram(value);
			return "value" in found ? { value: [found.value] } : found;
		}
		const [program, ...words]: readonly unknown[] = value;
		const first = readProgram(program);
		if ("problem" in first) return { ...first, at: ["0"] };
		const bad = words.findIndex(
			(word) => typeof word !== "string" || !/^[\x20-\x7e]*$/.test(word),
		);
		const word = words[bad];
		return bad < 0
			? { value: [first.value, ...words.map(String)] }
			: {
					at: [String(bad + 1)],
					problem:
						typeof word === "string"
							? `${asWritten(word)} has other than letters, digits, signs and spaces of ASCII; an argument must be of these`
							: wanted("an argument, as text", word),
				};
	};
