import { type Command, ruleLine } from "../../ipvs/command.ts";
import { difference } from "../../ipvs/difference.ts";
import { parseDump } from "../../ipvs/dump.ts";
import { parseRule, parseTable } from "../../ipvs/parse-rule.ts";
import {
	formatAttributes,
	hasThreshold,
	sameAttributes,
} from "../../ipvs/rule.ts";
import { raw, sh } from "../../ssh/shell.ts";
import { isHeldRule } from "../held.ts";
import { mustAsk } from "../record-asks.ts";
import type { Step } from "../step.ts";
import { underDrains, withDrains } from "../with-drains.ts";
import type { Kind, Situation, Steps } from "./kind.ts";
import { oneFor } from "./one-for.ts";

/** Services and real servers of IPVS. Rules of others in the kernel's table stay. */
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
	plan: (situation) => ({ steps: { rules: planRules(situation) } }),
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
		const ours = new Set([
			...Object.keys(declared.ipvs),
			...(observed.record?.ipvs ?? []),
		]);
		return Object.fromEntries(
			[...observed.ipvs]
				.filter(([key]) => ours.has(key))
				.map(([key, rule]) => {
					const wanted = declared.ipvs[key];
					const attributes = formatAttributes(rule);
					// a weight of 0 that an operator asked for (`lvsctl drain`) is no drift
					const isWanted =
						wanted !== undefined &&
						attributes !== wanted &&
						sameAttributes(
							rule,
							underDrains(parseRule(key, wanted), observed.drained),
						);
					return [key, isWanted ? wanted : attributes];
				}),
		);
	},
};

function planRules({ owner, desired, observed }: Situation): Step[] {
	const { changes, reschedules, leaving, deletions } = difference(
		withDrains(parseTable(desired.ipvs), observed.drained),
		observed.ipvs,
		(observed.record?.ipvs ?? []).filter(
			(key) => !isHeldRule(key, observed.neighbours),
		),
	);
	const because = "the kernel's table differs";
	const run = (commands: readonly Command[], more = {}) =>
		oneFor(commands, () => ({ kind: "ipvs", commands, ...more, because }));
	const { vip, drainSeconds: seconds } = desired;
	// if our unit is about to start, it loads the rules from its file
	const loaded =
		desired.establishedBy !== undefined &&
		!observed.units[desired.establishedBy]?.active &&
		!reschedules;
	return [
		...(loaded
			? []
			: run(
					changes,
					reschedules && vip !== undefined ? { reschedules: vip } : {},
				)),
		...oneFor(seconds > 0 ? leaving : [], (servers) => ({
			kind: "drain",
			owner,
			seconds,
			servers,
			because: "no longer declared",
		})),
		...run(deletions),
	];
}
