import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { inHome } from "../ssh/in-home.ts";

/** A file on the machine that runs the program: where it is, and its contents, or why they cannot be read. */
export type LocalFile = { readonly file: string } & (
	| { readonly bytes: Buffer }
	| { readonly problem: string }
);

/** @param path as a user writes it: from the program's folder, or from the home directory, as `~/`. */
export function localFile(path: string): LocalFile {
	const file = resolve(inHome(path));
	try {
		return { file, bytes: readFileSync(file) };
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		return {
			file,
			problem:
				code === "ENOENT"
					? `there is no file ${file}`
					: `${file} cannot be read (${code})`,
		};
	}
}
