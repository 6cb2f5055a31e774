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
import { shellFunction } from "./shell-function.ts";
import { stepsWith } from "./steps-with.ts";

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

const unrefused = shellFunction(
	"unrefused",
	{},
	() => `# VIP, lines for ipvsadm
	# While a service has no scheduler the kernel refuses its clients by ICMP. Held back, they ask again a second later.
	# Outside the process group that a lost session ends: the table must not stay.
	export hold="table ip lvs-hold {
	chain output {
		type filter hook output priority filter; policy accept;
		ip saddr $1 icmp type destination-unreachable drop
	}
}"
	shift
	export lines="$(printf '%s\\n' "$@")"
	setsid -w sh -c 'printf "%s\\n" "$hold" | nft -f - || exit
		printf "%s\\n" "$lines" | ipvsadm -R; status=$?
		nft delete table ip lvs-hold
		exit $status'`,
);

export const active = shellFunction(
	"active",
	{},
	() => `# real servers that have active connections, as we name them
	ipvsadm -Ln | awk '
		$1 != "->" { service = "" } # SCTP and what a newer ipvsadm knows: no service of ours
		$1 == "TCP" { service = "-t " $2 }
		$1 == "UDP" { service = "-u " $2 }
		$1 == "FWM" && $3 != "IPv6" { service = "-f " $2 }
		$1 == "->" && service != "" && $5 > 0 { print service " -r " $2 }'`,
);

const drain = shellFunction(
	"drain",
	{ active },
	(
		call,
	) => sh`# record seconds server...: until none of them has active connections, or its time is over
	since=$lvs_run/$1.draining seconds=$2
	shift 2
	[ -d "$since" ] || mkdir "$since" || return
	now=$(date +%s)
	for server; do
		# one that was interrupted goes on from where it was
		[ -e "$since/$server" ] || echo $now >"$since/$server" || return
	done
	while :; do
		busy=$(${call.active}) now=$(date +%s) left=
		while read -r server; do
			[ -e "$since/$server" ] || continue
			read -r start <"$since/$server"
			[ $((now - start)) -ge "$seconds" ] || left=1
		done <<-end
			$busy
		end
		[ -n "$left" ] || return 0
		sleep 0.5
	done`,
);

export const ruleSteps: Actions<"ipvs" | "drain"> = stepsWith(
	{ unrefused, drain },
	(call) => ({
		ipvs: {
			describe: ({ commands }) =>
				`ipvsadm ${commands.map(commandLine).join("; ")}`,
			render: ({ commands, reschedules }) =>
				reschedules === undefined
					? sh`printf '%s\\n' ${commands.map(commandLine)} | ipvsadm -R`
					: sh`${call.unrefused} ${reschedules} ${commands.map(commandLine)}`,
		},
		drain: {
			describe: ({ servers, seconds }) =>
				`drain ${servers.map(ruleKey).join(", ")} for up to ${seconds} s`,
			render: ({ recordName, seconds, servers }) =>
				[
					sh`printf '%s\\n' ${servers.map((rule) => commandLine({ verb: "edit", rule }))} | ipvsadm -R`,
					sh`${call.drain} ${recordName} ${seconds} ${servers.map(ruleKey)}`,
				].join(" && "),
			seconds: (steps) => Math.max(...steps.map(({ seconds }) => seconds)),
		},
	}),
);
