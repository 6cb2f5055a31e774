import { declareRules, type Imported } from "../declare-rules.ts";
import type { ReadLdirectord } from "./read-ldirectord.ts";
import { toldTogether } from "./told-together.ts";

/** Turns what was read into declarations, one for each VIP. */
export function declareLdirectord(
	{ services, unread, remarks, leftOut }: ReadLdirectord,
	{ markVip }: { readonly markVip: string | undefined },
): Imported {
	const imported = declareRules(
		{ services, remarks: [], unread: [] },
		{ markVip },
	);
	return {
		clusters: imported.clusters,
		unread: toldTogether([...unread, ...imported.unread]),
		remarks: [...toldTogether([...imported.remarks, ...remarks]), ...leftOut],
	};
}
