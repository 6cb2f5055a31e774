import type { Desired } from "../../model/desired.ts";
import type { Family } from "../../model/family.ts";
import { type Reader, readAll } from "../look/reader.ts";
import { knownTexts, readTexts } from "./known-texts.ts";
import {
	type ChangedServices,
	probeServices,
	withServices,
} from "./services-again.ts";

/** What is known of a host, and need not be read again. */
export interface Known {
	/** What was applied last: large files that hold it are told by their digest. */
	readonly applied?: Desired | undefined;
	/** Services that alone may have changed, and the table before that. */
	readonly table?: ChangedServices | undefined;
}

/** Reads of a large host only what is not known. */
export function knownReader(
	owner: string,
	desired: Desired,
	{ applied, table }: Known,
): Reader {
	const knownIn = (family: Family) =>
		knownTexts(owner, desired, applied, family);
	return {
		readTexts(paths, family) {
			const known = knownIn(family);
			return known.length === 0
				? readAll.readTexts(paths, family)
				: readTexts(paths, known);
		},
		parseTexts(linesOf, family) {
			const texts = readAll.parseTexts(linesOf, family);
			const digests = new Set(linesOf("digests"));
			for (const { path, digest, text } of knownIn(family))
				if (digests.has(`${digest} ${path}`)) texts.set(path, text);
			return texts;
		},
		...(table === undefined
			? {}
			: {
					instead: {
						question: "ipvs",
						probe: probeServices(table),
						parse: (lines) => withServices(table, lines),
					},
				}),
	};
}
