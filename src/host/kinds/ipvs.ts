import { type Command, commandLine, ruleLine } from "../../ipvs/command.ts";
import { difference } from "../../ipvs/difference.ts";
import { parseDump } from "../../ipvs/dump.ts";
import { parseTable } from "../../ipvs/parse-rule.ts";
import {
	formatAttributes,
	hasThreshold,
	isMark,
	matchOf,
	ruleKey,
	type ServerRule,
	sameAttributes,
} from "../../ipvs/rule.ts";
import type { Desired } from "../../model/desired.ts";
import { isOwnMark } from "../../model/own-mark.ts";
import { raw, sh } from "../../ssh/shell.ts";
import { isHeldRule } from "../held.ts";
import { mustAsk } from "../record-asks.ts";
import type { Step, Unredirected } from "../step.ts";
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
		const { desired, observed } = situation;
		const { changes, reschedules, going } = planRules(situation);
		const differs = changes.length + going.length > 0;
		const layered =
			desired.checks !== undefined || Object.keys(observed.layers).length > 0;
		const unit = desired.establishedBy;
		const active = unit !== undefined && observed.units[unit]?.active === true;
		// Our unit loads the rules from its file: when it starts, and when it lays drains and checks over them. If we added a rule before that, its real server
		// would get clients until then, also one that is drained or fails its check.
		const loaded = unit !== undefined && !reschedules && (!active || layered);
		return {
			steps: { rules: loaded ? [] : changes, "rules that go": going },
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
	readonly changes: readonly Step[];
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
	const because = "the kernel's table differs";
	const run = (commands: readonly Command[], more = {}) =>
		oneFor(commands, () => ({ kind: "ipvs", commands, ...more, because }));
	const { vip, drainSeconds: seconds } = desired;
	return {
		changes: run(
			changes,
			reschedules && vip !== undefined ? { reschedules: vip } : {},
		),
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
		],
	};
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

const withEntries = shellFunction(
	"with_entries",
	{},
	() => `# lines for ipvsadm, which delete rules: the entries of their clients end too
	# A client of UDP that keeps its port keeps its entry. Without the rule the kernel drops all its packets, for minutes. If this setting is 1 when a rule
	# goes, the next packet is scheduled anew. It holds for the whole kernel, so it is 1 no longer than that.
	# Outside the process group that a lost session ends: the setting must not stay.
	printf '%s\\n' "$@" | setsid -w sh -c 'nodest=/proc/sys/net/ipv4/vs/expire_nodest_conn
		was=$(cat $nodest)
		[ "$was" != 0 ] || echo 1 >$nodest
		ipvsadm -R; status=$?
		[ "$was" != 0 ] || echo 0 >$nodest
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

const heldBack = shellFunction(
	"held_back",
	{},
	() => `# table addresses command...: as long as the command runs, no ICMP redirect goes to these addresses. One would tell a
	# real server the shorter way to a client, and its answers would no longer come back through the director
	leaving_table=$1 leaving=$2
	shift 2
	nft -f - <<-end || return
		table ip $leaving_table {
			chain leaving {
				type filter hook output priority filter; policy accept;
				ip daddr { $leaving } icmp type redirect drop
			}
		}
	end
	"$@"
	set -- $?
	nft -f - <<-end && return "$1"
		flush chain ip $leaving_table leaving
		delete chain ip $leaving_table leaving
	end`,
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
	{ unrefused, drain, heldBack, withEntries },
	(call) => ({
		ipvs: {
			describe: ({ commands }) =>
				`ipvsadm ${commands.map(commandLine).join("; ")}`,
			render: ({ commands, reschedules, endsEntries }) => {
				const lines = commands.map(commandLine);
				return reschedules !== undefined
					? sh`${call.unrefused} ${reschedules} ${lines}`
					: endsEntries
						? sh`${call.withEntries} ${lines}`
						: sh`printf '%s\\n' ${lines} | ipvsadm -R`;
			},
		},
		drain: {
			describe: ({ servers, seconds }) =>
				`drain ${servers.map(ruleKey).join(", ")} for up to ${seconds} s`,
			render: ({ recordName, seconds, servers, unredirected }) => {
				const wait = sh`${call.drain} ${recordName} ${seconds} ${servers.map(ruleKey)}`;
				return [
					sh`printf '%s\\n' ${servers.map((rule) => commandLine({ verb: "edit", rule }))} | ipvsadm -R`,
					unredirected === undefined
						? wait
						: sh`${call.heldBack} ${unredirected.table} ${unredirected.addresses.join(", ")} ${raw(wait)}`,
				].join(" && ");
			},
			seconds: (steps) => Math.max(...steps.map(({ seconds }) => seconds)),
		},
	}),
);
