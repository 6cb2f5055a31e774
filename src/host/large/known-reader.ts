import type { Desired } from "../../model/desired.ts";
import type { Family } from "../../model/family.ts";
import { type Reader, readAll } from "../look/reader.ts";
import { knownTexts, readTexts } from "./known-texts.ts";
import {
	type ChangedServices,
	probeServices,
	withServices,
} from "./services-again.ts";

/** What is known about a host, so that it need not be read again. */
export interface Known {
	/** What was applied last. A large file that still holds it is recognised by its digest. */
	readonly applied?: Desired | undefined;
	/** The services that may have changed, and the whole table before the change. */
	readonly table?: ChangedServices | undefined;
}

/** A reader for large hosts, which reads only what is not known. */
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
