import { nftDestination } from "./nft-destination.ts";
import { inside, type NftMatch, type NftStatement, only } from "./nft-json.ts";
import { readKey, readMapped, readMatch } from "./nft-match.ts";
import type { Sets } from "./nft-values.ts";
import { anyEnd, type Decision, type Part } from "./ruleset.ts";

/** Statements after which the next one follows, whatever they do. */
const idle: ReadonlySet<string> = new Set(
	"counter log comment dup last secmark ct_helper ct_timeout ct helper ct timeout ct expectation".split(
		" ",
	),
);

const decisions = {
	accept: "accept",
	drop: "drop",
	reject: "reject",
	return: "return",
	continue: "continue",
} as const;

const otherSource: ReadonlySet<string> = new Set(["snat", "masquerade"]);

const diverts = ["dnat", "redirect", "tproxy", "fwd"] as const;

/** The conditions and the effect of a statement of nft. */
export function partsOf(statement: NftStatement, sets: Sets): Part[] {
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
	if (kind === "flow") return [{ kind: "offload" }];
	if (kind === "mangle") {
		if (inside(inside(inside(value, "key"), "meta"), "key") !== "mark")
			return [];
		const mark = inside(value, "value");
		return [
			{ kind: "mark", mark: typeof mark === "number" ? mark : undefined },
		];
	}
	// within its rate; `over` means beyond it. A limit with a name says neither
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
	if (otherSource.has(kind)) return { kind: "accept", source: "changed" };
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
