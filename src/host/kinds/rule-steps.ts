import { commandLine } from "../../ipvs/command.ts";
import { ruleKey } from "../../ipvs/rule.ts";
import { raw, sh } from "../../ssh/shell.ts";
import { drainedFile } from "../director-files.ts";
import type { Actions } from "./kind.ts";
import { shellFunction } from "./shell-function.ts";
import { stepsWith } from "./steps-with.ts";

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

export const ruleSteps: Actions<"ipvs" | "drain" | "lift-drain"> = stepsWith(
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
		"lift-drain": {
			describe: ({ addresses }) => `end the drain of ${addresses.join(", ")}`,
			render: ({ recordName, addresses }) =>
				sh`sed -i ${addresses.map((address) => `/^${address.replaceAll(".", "\\.")} /d`).join("; ")} ${drainedFile(recordName)}`,
		},
	}),
);
