import { type Command, ruleLine } from "../../ipvs/command.ts";
import { difference } from "../../ipvs/difference.ts";
import { parseDump } from "../../ipvs/dump.ts";
import { parseTable } from "../../ipvs/parse-rule.ts";
import {
	formatAttributes,
	hasThreshold,
	isMark,
	matchOf,
	type ServerRule,
	sameAttributes,
	serversOf,
} from "../../ipvs/rule.ts";
import type { Desired } from "../../model/desired.ts";
import { isOwnMark } from "../../model/own-mark.ts";
import { raw, sh } from "../../ssh/shell.ts";
import { isHeldRule } from "../held.ts";
import { mustAsk } from "../record-asks.ts";
import type { Step, Unredirected } from "../step.ts";
import { withLayers } from "../with-layers.ts";
import type { Kind, Situation, Steps } from "./kind.ts";
import { oneFor } from "./one-for.ts";

/** Services and real servers of IPVS. Rules of others stay in the kernel's table. */
export const ipvs: Kind<"ipvs"> = {
	title: "ipvsadm",
	list: (ipvs) =>
		[...parseTable(ipvs).values()].map((rule) => `ipvsadm ${ruleLine(rule)}`),
	localise: { never: "ipvsadm prints its rules alike everywhere" },
	// ipvsadm would load ip_vs where it is not loaded, and a look must change nothing
	probe: ({ ipvs }, _family, owner) =>
		sh`[ ! -e /proc/net/ip_vs ] || { ipvsadm -Sn
	${raw(
		[...parseTable(ipvs).values()].some(hasThreshold)
			? "true"
			: mustAsk(owner, "thresholds"),
	)} && ipvsadm -Ln --thresholds; }`,
	parse: ({ lines }) => parseDump(lines),
	plan(situation) {
		const { desired, observed } = situation;
		const { changes, reschedules, going } = planRules(situation);
		const differs = changes.length + going.length > 0;
		const layered =
			desired.checks !== undefined || Object.keys(observed.layers).length > 0;
		const unit = desired.establishedBy;
		const active = unit !== undefined && observed.units[unit]?.active === true;
		// Our unit loads the rules from its file: all of them when it starts, and new ones when it lays drains and checks over them. If we added such a rule, its
		// real server would get clients until then, also one that is drained or fails its check.
		const loaded = ({ verb }: Command) =>
			unit !== undefined &&
			!reschedules &&
			(!active || (layered && verb === "add"));
		const { vip } = desired;
		return {
			steps: {
				rules: run(
					changes.filter((each) => !loaded(each)),
					reschedules && vip !== undefined ? { reschedules: vip } : {},
				),
				"rules that go": going,
			},
			unit:
				layered && differs
					? ["drains and checks are laid over the new rules"]
					: [],
		};
	},
	takenBackBy: "our unit",
	giveBack({ desired, observed }, ours): Steps {
		const { changes, deletions } = difference(
			new Map(),
			observed.ipvs,
			ours.filter((key) => !isHeldRule(key, observed.neighbours)),
		);
		return {
			rules: oneFor([...changes, ...deletions], (commands) => ({
				kind: "ipvs",
				commands,
				because: `${desired.establishedBy ?? "nobody"} did not withdraw it`,
			})),
		};
	},
	live({ declared, observed }) {
		const layered = withLayers(parseTable(declared.ipvs), declared, observed);
		const ours = new Set([
			...Object.keys(declared.ipvs),
			...(observed.record?.ipvs ?? []),
		]);
		// what a drain or a check laid over the declared weight is no drift, and neither is a rule that a check removed
		const out = Object.entries(declared.ipvs).filter(
			([key]) => !layered.has(key) && !observed.ipvs.has(key),
		);
		return Object.fromEntries([
			...out,
			...[...observed.ipvs]
				.filter(([key]) => ours.has(key))
				.map(([key, rule]) => {
					const attributes = formatAttributes(rule);
					const layer = layered.get(key);
					return layer !== undefined && sameAttributes(rule, layer)
						? [key, declared.ipvs[key] ?? attributes]
						: [key, attributes];
				}),
		]);
	},
};

interface PlannedRules {
	/** The rules that come, or differ. */
	readonly changes: readonly Command[];
	/** Whether a service changes its scheduler. */
	readonly reschedules: boolean;
	/** The rules that are no longer declared: real servers are drained, then all are deleted. */
	readonly going: readonly Step[];
}

function planRules({ owner, desired, observed }: Situation): PlannedRules {
	const { changes, reschedules, leaving, deletions } = difference(
		withLayers(parseTable(desired.ipvs), desired, observed),
		observed.ipvs,
		(observed.record?.ipvs ?? []).filter(
			(key) => !isHeldRule(key, observed.neighbours),
		),
	);
	const { drainSeconds: seconds } = desired;
	return {
		changes,
		reschedules,
		going: [
			...oneFor(seconds > 0 ? leaving : [], (servers) => ({
				kind: "drain",
				recordName: owner,
				seconds,
				servers,
				...unredirected(desired, servers),
				because: "no longer declared",
			})),
			...run(
				deletions,
				deletions.some((each) => hadDatagrams(each, desired))
					? { endsEntries: true }
					: {},
			),
			...oneFor(strayDrains(desired, observed), (addresses) => ({
				kind: "lift-drain",
				recordName: owner,
				addresses,
				because: "no longer declared",
			})),
		],
	};
}

function run(commands: readonly Command[], more = {}): Step[] {
	const because = "the kernel's table differs";
	return oneFor(commands, () => ({ kind: "ipvs", commands, ...more, because }));
}

/** Drained real servers that are no longer declared. Another machine may get the address later, and nobody would have drained that one. */
function strayDrains(
	desired: Desired,
	{ drained }: Situation["observed"],
): string[] {
	const declared = new Set(
		serversOf(parseTable(desired.ipvs)).map(({ address }) => address.text),
	);
	return Object.keys(drained).filter((address) => !declared.has(address));
}

/** Whether clients of a rule may have sent by UDP. The table does not tell the protocols of a mark, and checks have marks of their own. */
function hadDatagrams({ rule }: Command, { tables }: Desired): boolean {
	const match = matchOf(rule);
	return isMark(match)
		? tables === undefined || !isOwnMark(match.mark, tables.routing)
		: match.protocol === "udp";
}

/** Real servers by NAT that go on answering through the director until they have left. Our table of packet rules does not name them any more. */
function unredirected(
	{ tables, nftables }: Desired,
	servers: readonly ServerRule[],
): { readonly unredirected?: Unredirected } {
	const addresses = [
		...new Set(
			servers
				.filter(({ method }) => method === "m")
				.map(({ address }) => address.text),
		),
	].sort();
	return tables === undefined ||
		Object.keys(nftables).length === 0 ||
		addresses.length === 0
		? {}
		: { unredirected: { table: tables.nftables, addresses } };
}
