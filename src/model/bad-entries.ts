import { asWritten } from "./as-written.ts";
import type { Finding } from "./finding.ts";
import { isName, nameAdvice } from "./name.ts";
import type { Path } from "./path.ts";

interface Entry {
	readonly name: string;
	readonly path: Path;
}

/** Finds what is wrong with the entries of a record. It must have at least one, and their names become names on hosts. */
export function badEntries(
	path: Path,
	entries: readonly Entry[] | undefined,
	example: string,
): Finding[] {
	return [
		...emptyRecord(path, entries, example),
		...(entries ?? []).flatMap(badName),
	];
}

export function emptyRecord(
	path: Path,
	entries: readonly Entry[] | undefined,
	example: string,
): Finding[] {
	return entries?.length === 0
		? [{ path, message: `empty; declare at least one, like ${example}` }]
		: [];
}

export function badName({ name, path }: Entry): Finding[] {
	return isName(name)
		? []
		: [{ path, message: `${asWritten(name)} cannot be a name; ${nameAdvice}` }];
}
