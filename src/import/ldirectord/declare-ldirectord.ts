import { byPlace } from "../by-place.ts";
import { once } from "../configuration/once.ts";
import { declareRules, type Imported } from "../declare-rules.ts";
import type { ReadLdirectord } from "./read-ldirectord.ts";

/** Turns what was read into declarations, one for each VIP. */
export function declareLdirectord(
	{ services, unread, remarks }: ReadLdirectord,
	{ markVip }: { readonly markVip: string | undefined },
): Imported {
	const imported = declareRules(
		{ services, remarks: [], unread: [] },
		{ markVip },
	);
	return {
		clusters: imported.clusters,
		unread: once([...unread, ...imported.unread]).sort(byPlace),
		remarks: once([...imported.remarks, ...remarks]),
	};
}
