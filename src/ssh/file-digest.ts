import { createHash } from "node:crypto";
import { partsOf } from "./parts-of.ts";

/**
 * The checksum (sha256, in hexadecimal) of a file of this machine, which may be larger than its memory.
 *
 * @throws Error with the code of the system where it cannot be read.
 */
export function fileDigest(file: string): string {
	const hash = createHash("sha256");
	for (const bytes of partsOf(file)) hash.update(bytes);
	return hash.digest("hex");
}
