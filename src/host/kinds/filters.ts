import { blindChains } from "../../filter/blind-chains.ts";
import type { NftJson } from "../../filter/nft-json.ts";
import {
	formatClosing,
	formatOpening,
	type Opening,
	parseClosing,
	parseOpening,
} from "../../filter/opening.ts";
import { readIptables } from "../../filter/read-iptables.ts";
import { readNft } from "../../filter/read-nft.ts";
import type { Desired } from "../../model/desired.ts";
import type { Observed } from "../observed.ts";
import type { Step } from "../step.ts";
import { formatStop, type Stopped, stops } from "../stops.ts";
import type { Kind } from "./kind.ts";
import { ifNftables } from "./nftables.ts";
import { oneFor } from "./one-for.ts";

/** Larger rulesets, in characters, are listed without the elements of their sets. */
const large = 1_000_000;

/**
 * The packet filters of the host, and what we open there. nft does not tell what iptables' own matches compare, so we also ask iptables for its tables. Neither
 * is asked if its module is not loaded: asking would load it.
 */
export const filters: Kind<"filters"> = {
	title: "filter",
	localise: { never: "addresses, ports, and words of our own" },
	onlyBefore: ({ filters }) => Object.keys(filters).length === 0,
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
if grep -qs . /proc/net/ip_tables_names; then
	# an iptables-save of nftables lists other rules
	if rules=$(iptables-legacy-save 2>/dev/null) || { ! iptables-save -V 2>/dev/null | grep -q nf_tables && rules=$(iptables-save 2>/dev/null); }; then
		printf '%s\\n' "$rules" | sed 's/^/iptables-legacy /'
	else echo legacy-unlisted; fi
fi`,
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
				...(lines.includes("legacy-unlisted")
					? [
							"the kernel has tables of iptables-legacy, and no program here lists them: install iptables",
						]
					: []),
				...listed.flatMap(blindChains),
			],
		};
	},
	plan: ({ owner, desired, observed }) => {
		const found = new Set<string>();
		const open = openable(desired, observed).flatMap((stop): Step[] => {
			const openings = stop.openings.filter((opening) => {
				const command = formatOpening(opening);
				if (found.has(command) || !(command in desired.filters)) return false;
				found.add(command);
				return true;
			});
			return openings.length === 0
				? []
				: [
						{
							kind: "open",
							openings,
							recordName: owner,
							because: formatStop(stop),
						},
					];
		});
		return { steps: { "open filters": open } };
	},
	noted: {
		found: (command, { owner }) => formatClosing(parseOpening(command), owner),
		untilDropped: true,
	},
	takenBackBy: "steps",
	giveBack: (found) => ({
		"close filters": oneFor(Object.values(found), (commands) => ({
			kind: "close",
			closings: commands.map(parseClosing),
			because: "as it was found",
		})),
	}),
	live({ declared, observed }) {
		const stopped = new Set(
			openable(declared, observed).map(({ words }) => words),
		);
		return Object.fromEntries(
			Object.entries(declared.filters).filter(([words]) => !stopped.has(words)),
		);
	},
};

/** The passages that are stopped here, and that may be opened. */
function openable(
	desired: Desired,
	observed: Pick<Observed, "addresses" | "filters">,
): (Stopped & { readonly openings: readonly Opening[] })[] {
	if (Object.keys(desired.filters).length === 0) return [];
	return stops(desired, observed).flatMap((stop) =>
		stop.wayOut.kind === "openings"
			? [{ ...stop, openings: stop.wayOut.openings }]
			: [],
	);
}

/** Empty if the text is no listing: an nft without JSON prints something else. */
function parseListing(line: string): NftJson[] {
	try {
		const json = JSON.parse(line) as Partial<NftJson>;
		return Array.isArray(json.nftables) ? [json as NftJson] : [];
	} catch {
		return [];
	}
}
