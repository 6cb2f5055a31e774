import { globSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import type {
	FindIncluded,
	Included,
} from "../../import/keepalived/include.ts";
import { decodeText } from "../decode-text.ts";

/** Finds the files that a keepalived.conf includes: beside the file that includes them, if their names say no other place. */
export function findIncluded(file: string): FindIncluded {
	return (pattern, folder = dirname(file)) =>
		globSync(pattern, { cwd: folder })
			.sort()
			.map((found) => read(isAbsolute(found) ? found : join(folder, found)));
}

function read(name: string): Included {
	try {
		return {
			name,
			folder: dirname(name),
			text: decodeText(readFileSync(name)),
		};
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		return {
			name,
			problem:
				code === "EISDIR" ? "this is a folder" : `it cannot be read (${code})`,
		};
	}
}
