/** The names for which a site is served. `"any"`: it has no name, and is served for all names that no other site has. */
export type SiteNames = readonly string[] | "any";

/** A name for which the web server could serve only one of the two, in words. Undefined: there is none. */
export function nameOfBoth(
	one: SiteNames,
	other: SiteNames,
): string | undefined {
	if (one === "any" || other === "any")
		return one === other ? "any name" : undefined;
	return one.find((name) => other.includes(name));
}
