import { formatNftRule } from "./format-nft-rule.ts";
import { nftDestination } from "./nft-destination.ts";
import {
	inside,
	type NftJson,
	type NftMatch,
	type NftObject,
	type NftSet,
	type NftStatement,
	only,
} from "./nft-json.ts";
import { readKey, readMapped, readMatch } from "./nft-match.ts";
import type { Sets } from "./nft-values.ts";
import {
	anyEnd,
	type Chain,
	type Decision,
	type Hook,
	type Part,
	type Rule,
} from "./ruleset.ts";

/**
 * Reads what `nft -j list ruleset` prints: the tables that see packets of IPv4.
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

/** Chains that may stop something, at hooks that are not judged, each as a clause. */
export function blindChains({ nftables }: NftJson): string[] {
	const ruled = new Set(
		nftables.flatMap(({ rule }) =>
			rule === undefined ? [] : [`${tableOf(rule)} ${rule.chain}`],
		),
	);
	const off = dormant(nftables);
	return nftables.flatMap(({ chain }) => {
		if (chain?.hook === undefined || off.has(tableOf(chain))) return [];
		const place = `table ${tableOf(chain)}, chain ${chain.name}`;
		const stops =
			ruled.has(`${tableOf(chain)} ${chain.name}`) || chain.policy === "drop";
		if (!stops) return [];
		if (/gress$/.test(chain.hook))
			return [
				`${place} works on a device before all others (hook ${chain.hook}), and is not judged`,
			];
		const what = frames[chain.family];
		return what === undefined
			? []
			: [`${place} works on ${what}, and is not judged`];
	});
}

/** Tables that somebody switched off: the kernel asks none of their chains. */
function dormant(objects: NftJson["nftables"]): ReadonlySet<string> {
	return new Set(
		objects.flatMap(({ table }) =>
			table !== undefined && [table.flags].flat().includes("dormant")
				? [`${table.family} ${table.name}`]
				: [],
		),
	);
}

/** Families whose chains see frames, before or after there are packets of IPv4. */
const frames: Readonly<Record<string, string>> = {
	arp: "questions and answers of ARP, by which neighbours find this host",
	bridge: "what comes and goes by the ports of bridges",
};

function tableOf({ family, table }: Pick<NftSet, "family" | "table">): string {
	return `${family} ${table}`;
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

/** Statements after which the next one follows, whatever they do. */
const idle: ReadonlySet<string> = new Set(
	"counter log comment flow dup last secmark ct_helper ct_timeout ct helper ct timeout ct expectation".split(
		" ",
	),
);

const decisions = {
	accept: "accept",
	drop: "drop",
	reject: "reject",
	return: "return",
	continue: "continue",
	snat: "accept",
	masquerade: "accept",
} as const;

const diverts = ["dnat", "redirect", "tproxy", "fwd"] as const;

function partsOf(statement: NftStatement, sets: Sets): Part[] {
	const [kind, value] = only(statement);
	if (kind === "match")
		return readMatch(value as NftMatch, sets).map((match) => ({
			kind: "match",
			match,
		}));
	const decision = decisionOf(statement);
	if (decision !== undefined) return [{ kind: "decision", decision }];
	if (kind === "vmap") return choiceOf(value, sets);
	if (kind === "notrack") return [{ kind: "notrack" }];
	if (kind === "mangle") {
		if (inside(inside(inside(value, "key"), "meta"), "key") !== "mark")
			return [];
		const mark = inside(value, "value");
		return [
			{ kind: "mark", mark: typeof mark === "number" ? mark : undefined },
		];
	}
	// within its rate; `over` is beyond it. One that has a name says neither
	if (kind === "limit")
		return typeof value === "string" || inside(value, "inv") === true
			? [depends]
			: [];
	if (["set", "map", "meter", "ct count", "quota"].includes(kind))
		return [depends];
	if (idle.has(kind) || kind.startsWith("ct ")) return [];
	if (kind === "xt" && inside(value, "type") === "match")
		return [
			{
				kind: "match",
				match: { kind: "unread", why: "a match of iptables cannot be judged" },
			},
		];
	return anyEnd(`"${kind || "an empty statement"}" cannot be judged`);
}

const depends: Part = { kind: "match", match: { kind: "depends" } };

function decisionOf(value: unknown): Decision | undefined {
	const [kind, target] = only(value);
	if (kind === "jump" || kind === "goto")
		return { kind, chain: String(inside(target, "target")) };
	const diverting = diverts.find((each) => each === kind);
	if (diverting !== undefined)
		return { kind: "divert", to: nftDestination(diverting, target) };
	const known = decisions[kind as keyof typeof decisions];
	return known === undefined ? undefined : { kind: known };
}

function choiceOf(value: unknown, sets: Sets): Part[] {
	const key = inside(value, "key");
	const data = inside(value, "data");
	const listed =
		typeof data === "string"
			? sets.get(data.replace(/^@/, ""))
			: inside(data, "set");
	if (!Array.isArray(listed))
		return anyEnd(`the map ${String(data)} was not listed`);
	const entries = listed.flatMap((entry) => {
		const [wanted, end] = Array.isArray(entry) ? entry : [];
		const decision = decisionOf(end);
		return decision === undefined
			? []
			: [{ match: readKey(key, wanted, sets), decision }];
	});
	return [
		...readMapped(key).map((match) => ({ kind: "match", match }) as const),
		{ kind: "choice", entries },
	];
}
