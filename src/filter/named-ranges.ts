import type { Chain, Field, Match } from "./ruleset.ts";

export type Range = readonly [first: number, last: number];

/**
 * The values of a field that the rules of a filter name, without rules that name all values.
 *
 * @param last the last value that the field can have
 */
export function namedRanges(
	chains: readonly Chain[],
	fields: readonly Field[],
	last: number,
): Range[] {
	return chains
		.flatMap(({ rules }) => rules)
		.flatMap(({ parts }) =>
			parts.flatMap((part) =>
				part.kind === "match"
					? [part.match]
					: part.kind === "choice"
						? part.entries.map(({ match }) => match)
						: [],
			),
		)
		.flatMap((match) => rangesIn(match, fields))
		.filter((range) => range[1] - range[0] < last - 1);
}

function rangesIn(match: Match, wanted: readonly Field[]): Range[] {
	if (match.kind !== "fields") return [];
	return match.rows.flatMap((row) =>
		match.fields.flatMap((field, index) => {
			const value = row[index];
			return wanted.includes(field) &&
				value !== undefined &&
				typeof value !== "string"
				? [value]
				: [];
		}),
	);
}
