/** Hosts by their names, as a part of a sentence. */
export function namesOf(
	all: readonly { readonly host: { readonly name: string } }[],
): string {
	return all.map(({ host }) => host.name).join(" and ");
}
