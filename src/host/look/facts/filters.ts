import type { NftJson } from "../../../filter/nft-json.ts";
import { readIptables } from "../../../filter/read-iptables.ts";
import { blindChains, readNft } from "../../../filter/read-nft.ts";
import type { Ruleset } from "../../../filter/ruleset.ts";
import { ifNftables } from "../../kinds/nftables.ts";
import type { Question } from "../../question.ts";

/** Larger rulesets, in characters, are listed without the elements of their sets. */
const large = 1_000_000;

/**
 * The packet filters of the host. nft does not tell what iptables' own matches compare, so that iptables is asked for its tables.
 * Neither is asked where its module is not loaded: asking would load it.
 */
export const filters: Question<Ruleset> = {
	onlyBefore: true,
	probe: ({ passes = {} }) =>
		Object.keys(passes).length === 0
			? ""
			: `${ifNftables} {
	if rules=$(nft -j list ruleset 2>/dev/null) && [ -n "$rules" ]; then
		[ \${#rules} -lt ${large} ] || { echo terse; rules=$(nft -j -t list ruleset 2>/dev/null); }
		printf 'nft %s\\n' "$rules"
	else echo unlisted; fi
	case $rules in '' | *'"INPUT"'* | *'"FORWARD"'* | *'"OUTPUT"'* | *'"PREROUTING"'* | *'"POSTROUTING"'* | *'"xt"'*)
		{ iptables-nft-save || iptables-save; } 2>/dev/null | sed 's/^/iptables /' ;;
	esac
}
! grep -qs . /proc/net/ip_tables_names || { iptables-legacy-save || iptables-save; } 2>/dev/null | sed 's/^/iptables-legacy /'`,
	parse({ lines }, { tables }) {
		const after = (word: string) =>
			lines.flatMap((line) =>
				line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : [],
			);
		const byIptables = after("iptables");
		const ours = `ip ${tables?.nftables}`;
		const elsewhere = new Set(
			byIptables.flatMap((line) =>
				line.startsWith("*") ? [`ip ${line.slice(1)}`] : [],
			),
		);
		const skips = (table: string) => table === ours || elsewhere.has(table);
		const terse = lines.includes("terse");
		const listed = after("nft").flatMap(parseListing);
		const unlisted =
			lines.includes("unlisted") || listed.length < after("nft").length;
		return {
			chains: [
				...listed.flatMap((json) => readNft(json, skips, terse)),
				...readIptables("iptables", byIptables),
				...readIptables("iptables-legacy", after("iptables-legacy")),
			],
			unread: [
				...(unlisted
					? ["nft, which lists the rules of nftables, is not there or failed"]
					: []),
				...listed.flatMap(blindChains),
			],
		};
	},
};

/** Empty where it is no listing: an nft without JSON prints something else. */
function parseListing(line: string): NftJson[] {
	try {
		const json = JSON.parse(line) as Partial<NftJson>;
		return Array.isArray(json.nftables) ? [json as NftJson] : [];
	} catch {
		return [];
	}
}
