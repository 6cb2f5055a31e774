import type { Problem } from "../errors.ts";
import { fields } from "../model/fields.ts";
import { formatPath } from "../model/path.ts";
import { knownArchive } from "./archive.ts";

/** Archives by name, each by its absolute path, and what is wrong with them. The door reports a value that is not an object. */
export function knownArchives(
	place: string,
	archives: unknown,
): { readonly archives: unknown; readonly problems: readonly Problem[] } {
	const given = fields(archives);
	if (given === undefined) return { archives, problems: [] };
	const found = Object.entries(given).map(
		([name, archive]) =>
			[name, knownArchive(formatPath([place, name]), archive)] as const,
	);
	return {
		archives: Object.fromEntries(
			found.map(([name, { archive }]) => [name, archive]),
		),
		problems: found.flatMap(([, { problems }]) => problems),
	};
}
