import { type Command, commandLine, ruleLine } from "../../ipvs/command.ts";
import { difference } from "../../ipvs/difference.ts";
import { parseDump } from "../../ipvs/dump.ts";
import { parseTable } from "../../ipvs/parse-rule.ts";
import {
	formatAttributes,
	hasThreshold,
	ruleKey,
	sameAttributes,
} from "../../ipvs/rule.ts";
import { raw, sh } from "../../ssh/shell.ts";
import { isHeldRule } from "../held.ts";
import { mustAsk } from "../record-asks.ts";
import type { Step } from "../step.ts";
import { withLayers } from "../with-layers.ts";
import type { Actions, Kind, Situation, Steps } from "./kind.ts";
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
	plan(situation) {
		const rules = planRules(situation);
		const { desired, observed } = situation;
		const layered =
			desired.checks !== undefined || Object.keys(observed.layers).length > 0;
		return {
			steps: { rules },
			unit:
				layered && rules.length > 0
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
		// what a drain or a check laid over the declared weight is no drift, and neither is a rule that a check took out
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

function planRules({ owner, desired, observed }: Situation): Step[] {
	const { changes, reschedules, leaving, deletions } = difference(
		withLayers(parseTable(desired.ipvs), desired, observed),
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
			recordName: owner,
			seconds,
			servers,
			because: "no longer declared",
		})),
		...run(deletions),
	];
}

export const ruleSteps: Actions<"ipvs" | "drain"> = {
	ipvs: {
		describe: ({ commands }) =>
			`ipvsadm ${commands.map(commandLine).join("; ")}`,
		render: ({ commands, reschedules }) =>
			reschedules === undefined
				? sh`printf '%s\\n' ${commands.map(commandLine)} | ipvsadm -R`
				: sh`unrefused ${reschedules} ${commands.map(commandLine)}`,
	},
	drain: {
		describe: ({ servers, seconds }) =>
			`drain ${servers.map(ruleKey).join(", ")} for up to ${seconds} s`,
		render: ({ recordName, seconds, servers }) =>
			[
				sh`printf '%s\\n' ${servers.map((rule) => commandLine({ verb: "edit", rule }))} | ipvsadm -R`,
				sh`drain ${recordName} ${seconds} ${servers.map(ruleKey)}`,
			].join(" && "),
	},
};
