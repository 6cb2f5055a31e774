/** The one with this name: it was declared, so it is there. */
export function named<Item extends { readonly name: string }>(
	items: readonly Item[],
	name: string,
): Item {
	const found = items.find((item) => item.name === name);
	if (found === undefined) throw new Error(`there is no ${name}`);
	return found;
}
