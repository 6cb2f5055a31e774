import leven from "leven";

/** The name that was probably meant, as the end of a message: `; did you mean "weight"?`. Empty where none is near. */
export function didYouMean(word: string, names: readonly string[]): string {
	// Half of a short word may be wrong ("vpi"), but not the whole word.
	const limit = Math.min(3, Math.ceil(word.length / 2));
	const near = names
		.map((name) => ({ name, distance: distance(word, name) }))
		.filter(({ distance }) => distance < limit + 1)
		.sort((one, other) => one.distance - other.distance)[0];
	return near === undefined ? "" : `; did you mean "${near.name}"?`;
}

/** Number of letters that differ, ignoring case. Of two names at the same distance, one with the same first letter counts as nearer. */
function distance(word: string, name: string): number {
	const [one, other] = [word.toLowerCase(), name.toLowerCase()];
	return leven(one, other) + (one[0] === other[0] ? 0 : 0.5);
}
