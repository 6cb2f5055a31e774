import type { NftJson, NftSet } from "./nft-json.ts";

/** The table of an object of nft: `ip filter`. */
export function tableOf({
	family,
	table,
}: Pick<NftSet, "family" | "table">): string {
	return `${family} ${table}`;
}

/** Tables that somebody switched off: the kernel asks none of their chains. */
export function dormant(objects: NftJson["nftables"]): ReadonlySet<string> {
	return new Set(
		objects.flatMap(({ table }) =>
			table !== undefined && [table.flags].flat().includes("dormant")
				? [`${table.family} ${table.name}`]
				: [],
		),
	);
}
