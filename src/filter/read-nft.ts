import { formatNftRule } from "./format-nft-rule.ts";
import type { NftJson, NftObject } from "./nft-json.ts";
import { partsOf } from "./nft-parts.ts";
import { dormant, tableOf } from "./nft-tables.ts";
import type { Chain, Hook, Rule } from "./ruleset.ts";

/**
 * Reads the output of `nft -j list ruleset`: the tables that see packets of IPv4.
 *
 * @param skips tables that are read elsewhere, or are our own: `ip lvs-web`
 * @param terse whether the elements of named sets were left out
 */
export function readNft(
	{ nftables }: NftJson,
	skips: (table: string) => boolean = () => false,
	terse = false,
): Chain[] {
	const sets = new Map<string, Map<string, readonly unknown[] | undefined>>();
	for (const set of nftables.flatMap(({ set, map }) => set ?? map ?? [])) {
		const of = sets.get(tableOf(set)) ?? new Map();
		sets.set(
			tableOf(set),
			of.set(set.name, terse ? undefined : (set.elem ?? [])),
		);
	}
	const chains = new Map<string, Chain & { rules: Rule[] }>();
	const off = dormant(nftables);
	for (const { chain } of nftables) {
		if (chain === undefined || !/^(ip|inet)$/.test(chain.family)) continue;
		if (off.has(tableOf(chain)) || skips(tableOf(chain))) continue;
		chains.set(`${tableOf(chain)} ${chain.name}`, {
			table: `table ${tableOf(chain)}`,
			name: chain.name,
			base: baseOf(chain),
			rules: [],
		});
	}
	for (const { rule } of nftables) {
		if (rule === undefined) continue;
		const known = sets.get(tableOf(rule)) ?? new Map();
		chains.get(`${tableOf(rule)} ${rule.chain}`)?.rules.push({
			text: formatNftRule(rule.expr),
			parts: rule.expr.flatMap((statement) => partsOf(statement, known)),
		});
	}
	return [...chains.values()];
}

function baseOf(chain: NonNullable<NftObject["chain"]>): Chain["base"] {
	return chain.hook === undefined || /gress$/.test(chain.hook)
		? undefined
		: {
				hook: chain.hook as Hook,
				priority: chain.prio ?? 0,
				nat: chain.type === "nat",
				policy: chain.policy === "drop" ? "drop" : "accept",
			};
}
