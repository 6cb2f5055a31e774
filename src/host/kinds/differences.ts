type Values = Readonly<Record<string, string>>;

/** One reason for each entry whose value is not the wanted one. */
export function differences(
	what: string,
	wanted: Values,
	found: Values,
): string[] {
	return Object.entries(wanted)
		.filter(([key, value]) => found[key] !== value)
		.map(([key]) => `${what}${key} is ${found[key] ?? "missing"}`);
}

/** As `differences`, for a table that belongs to us alone: an entry that we did not declare is a difference too. */
export function differencesOfOurs(
	what: string,
	wanted: Values,
	found: Values,
): string[] {
	return [
		...differences(what, wanted, found),
		...Object.keys(found)
			.filter((key) => wanted[key] === undefined)
			.map((key) => `${what}${key} is not declared`),
	];
}
