import { lineOf, type Notes, refuse } from "../configuration/notes.ts";
import { wholeNumber } from "./numbers.ts";
import type { Statement } from "./statement.ts";

/** As in keepalived and in the kernel. */
export const mostWeight = 65535;
export const mostConnections = 2 ** 32 - 1;

/**
 * The last number among statements of one keyword. One that is none, or is out of its range, counts for nothing, as in keepalived, and is reported.
 *
 * @param options.otherwise what counts where none is good, and in words
 */
export function numberIn(
	statements: readonly Statement[],
	{
		least,
		most,
		otherwise,
		instead,
	}: {
		readonly least: number;
		readonly most: number;
		readonly otherwise: number;
		readonly instead: string;
	},
	notes: Notes,
): number {
	let good: { readonly value: number; readonly place: Statement } | undefined;
	for (const place of statements) {
		const value = numberOf(place, least, most);
		if (typeof value === "number") good = { value, place };
		else
			refuse(
				notes,
				place,
				`${value}; ${good === undefined ? instead : `that of ${lineOf(good.place)} is declared`}`,
			);
	}
	return good?.value ?? otherwise;
}

function numberOf(
	statement: Statement,
	least: number,
	most: number,
): number | string {
	const value = wholeNumber(statement);
	return typeof value === "string" || (value >= least && value <= most)
		? value
		: `${statement.keyword} takes a whole number from ${least} to ${most}, and "${value}" is none`;
}
