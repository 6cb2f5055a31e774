/** The item with this name. It must exist: it was declared. */
export function named<Item extends { readonly name: string }>(
	items: readonly Item[],
	name: string,
): Item {
	const found = items.find((item) => item.name === name);
	if (found === undefined) throw new Error(`there is no ${name}`);
	return found;
}
