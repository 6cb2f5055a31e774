import { closeSync, openSync, readSync } from "node:fs";

/** How many bytes one execution sends or brings: the shell of a small machine reads them in about a second. */
export const partSize = 3 * 1024 * 1024;

/** The bytes of a file of this machine, part by part. Each part is overwritten by the next. */
export function* partsOf(file: string): Generator<Buffer> {
	const opened = openSync(file, "r");
	try {
		const buffer = Buffer.alloc(partSize);
		for (;;) {
			const read = readSync(opened, buffer);
			if (read === 0) return;
			yield buffer.subarray(0, read);
		}
	} finally {
		closeSync(opened);
	}
}
