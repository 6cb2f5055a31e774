/** The names for which a site is served. `"any"`: it has none, and is served where no other site has the name. */
export type SiteNames = readonly string[] | "any";

/** A name for which the web server could serve only one of the two, in words; undefined: there is none. */
export function nameOfBoth(
	one: SiteNames,
	other: SiteNames,
): string | undefined {
	if (one === "any" || other === "any")
		return one === other ? "any name" : undefined;
	return one.find((name) => other.includes(name));
}
