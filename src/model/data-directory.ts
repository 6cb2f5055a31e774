import type { ReadLeaf } from "./leaf.ts";
import { readAbsolutePath } from "./path-leaves.ts";

/** Beneath these paths the engine finds nothing that lasts, or nothing at all: its unit hides them. */
const noPlace: readonly (readonly [string, string])[] = [
	["/home", "the engine sees no home directories (ProtectHome of its unit)"],
	["/root", "the engine sees no home directories (ProtectHome of its unit)"],
	["/tmp", "it is emptied when the machine starts"],
	["/var/tmp", "its files are removed when they are old"],
	["/run", "it is empty when the machine starts"],
	["/var/run", "it is empty when the machine starts"],
	["/dev", "it is made again when the machine starts"],
	["/proc", "the kernel makes it"],
	["/sys", "the kernel makes it"],
	["/usr", "the engine may not write there (ProtectSystem of its unit)"],
	["/etc", "the engine may not write there (ProtectSystem of its unit)"],
	["/boot", "the engine may not write there (ProtectSystem of its unit)"],
];

/** Where an engine keeps its data, on every machine. */
export const readDataDirectory: ReadLeaf<string> = (value) => {
	const example = "/srv/mysql";
	const read = readAbsolutePath(example)(value);
	if ("problem" in read) return read;
	const found = noPlace.find(([path]) =>
		`${read.value}/`.startsWith(`${path}/`),
	);
	return found === undefined
		? read
		: {
				problem: `${read.value} lies in ${found[0]}: ${found[1]}; write another one, like "${example}"`,
			};
};
