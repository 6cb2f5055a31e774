import { raw, sh } from "../ssh/shell.ts";
import { askAgain } from "./ask-again.ts";
import { legacyRules } from "./legacy-rules.ts";
import {
	keptOfTrace,
	type Watched,
	watchIngress,
	watchTable,
} from "./watch-table.ts";

/** Seconds after which a host ends the observation by itself, if nobody has ended it. */
const lifeSeconds = 120;

/** The folder of one observation on a host. Everything that is not in the kernel lies there. */
export function folderOf(token: string): string {
	return `/run/lvs-diagnose.${token}`;
}

/** Name of the private table of nftables, and of the private tracing instance. */
export function nameOf(token: string): string {
	return `lvs-diagnose-${token}`;
}

/**
 * Shell text that removes everything that an observation put on the host. It may run twice, also at one time: one waits for the other, as a mount in which the
 * other one works cannot go. Kernel modules that came with the table are removed too, if nothing uses them.
 */
function ending(token: string): string {
	const folder = folderOf(token);
	const name = nameOf(token);
	return sh`cd ${folder} 2>/dev/null || exit 0
exec 9>ending && flock 9
[ -e end ] || exit 0
keeper=
[ ! -s keeper ] || read -r keeper <keeper
[ ! -s monitor ] || { read -r process <monitor; kill "$process"; } 2>/dev/null
[ ! -e table ] || nft delete table ip ${name} 2>/dev/null
[ ! -e ingress ] || nft delete table netdev ${name} 2>/dev/null
if [ -s tracing ]; then
	read -r tracing <tracing
	rmdir "$tracing/instances/"${name}
fi 2>/dev/null
# somebody may look into it
[ ! -d mounted ] || umount mounted 2>/dev/null || umount -l mounted
if [ -e modules ]; then
	came=$(awk 'NR == FNR { had[$1]; next } !($1 in had) && /^(nf|nft_|libcrc32c)/ { print $1 }' modules /proc/modules)
	[ -z "$came" ] || rmmod $came || rmmod $came
fi 2>/dev/null
cd /
# never into what is mounted: there are tracing instances of others
rm -rf --one-file-system ${folder}
# last, so that it ends what was broken off here; with all that it started
[ -z "$keeper" ] || [ "$keeper" = $$ ] || kill -s KILL -- "-$keeper" 2>/dev/null
:`;
}

/**
 * Begins to observe a host, and returns when it sees every packet of the probes. What it needs is on the host until `endWatch`. If the connection is lost, a
 * process on the host removes it after two minutes. If the host cannot do something, the section of the collected answer says so, and the rest goes on.
 */
export function startWatch(
	token: string,
	watched: Watched | undefined,
	pinged: readonly string[],
): string {
	const folder = folderOf(token);
	const name = nameOf(token);
	return sh`mkdir -m 700 ${folder} && cd ${folder} || exit
cat >end <<'LVS_END'
${raw(ending(token))}
LVS_END
setsid sh -c ${`echo $$ >keeper; sleep ${lifeSeconds} & trap "kill $!; exec sh end" TERM HUP INT; wait; exec sh end`} </dev/null >/dev/null 2>&1 &
until [ -s keeper ]; do sleep 0.05; done
cat /proc/net/netstat /proc/net/snmp >counters
${raw(legacyRules)} >legacy
${raw(askAgain(pinged))}
${raw(pinged.map((address) => sh`ping -n -c 1 -W 1 ${address} >/dev/null 2>&1 &`).join("\n"))}
${raw(watched === undefined ? "" : packetWatch(name, watched))}
${raw(dropWatch(name))}
true`;
}

/** The monitor is ready when the kernel has its subscription: without that the first packets would be missed. */
function packetWatch(name: string, watched: Watched): string {
	return sh`if ! command -v nft >/dev/null; then echo 'nft is not installed' >no-trace
else
	cat /proc/modules >modules
	cat >table <<'LVS_END'
${raw(watchTable(name, watched))}
LVS_END
	if nft -f table 2>no-trace; then
		rm no-trace
		${raw(watchIngress(name, watched))}
		setsid nft monitor trace >trace 2>monitor-said </dev/null &
		echo $! >monitor
		tries=0
		until awk -v pid=$! '$3 == pid && $4 !~ /^0+$/ { found = 1 } END { exit !found }' /proc/net/netlink; do
			tries=$((tries + 1)); [ $tries -lt 60 ] || break; sleep 0.05
		done
	else
		rm table
	fi
fi`;
}

/** From 5.17 on the kernel reports why it drops a packet. We use a tracing instance of our own, which disturbs nobody else's. */
function dropWatch(name: string): string {
	return sh`tracing=/sys/kernel/tracing
[ -d $tracing/events ] || { mkdir mounted && mount -t tracefs tracefs mounted 2>/dev/null && tracing=$PWD/mounted || rmdir mounted; }
if ! grep -q ' reason' $tracing/events/skb/kfree_skb/format 2>/dev/null; then echo 'this kernel does not say why it drops packets' >no-drops
elif mkdir $tracing/instances/${name} 2>no-drops; then
	rm no-drops
	echo $tracing >tracing
	instance=$tracing/instances/${name}
	echo 256 >$instance/buffer_size_kb
	echo 'protocol == 2048' >$instance/events/skb/kfree_skb/filter
	echo 1 >$instance/events/skb/kfree_skb/enable
fi`;
}

/** Shell text of the sections of what was observed; it goes before `endWatch`. It starts few processes, as each is expensive on a small host. */
export function readWatch(
	token: string,
	section: (name: string) => string,
): string {
	const name = nameOf(token);
	return sh`lvs_print() { [ ! -e "$1" ] || while IFS= read -r line; do echo "$line"; done <"$1"; }
if cd ${folderOf(token)} 2>/dev/null; then
[ ! -s monitor ] || { sleep 0.2; read -r process <monitor; kill "$process"; rm monitor; }
[ ! -s tracing ] || { ${raw(section("drops"))}; read -r tracing <tracing; awk '/reason: / { print $NF }' "$tracing/instances/"${name}/trace; }
[ ! -e trace ] || { ${raw(section("trace"))}; ${raw(keptOfTrace(name))} trace; }
${raw(section("no-trace"))}; lvs_print no-trace; lvs_print monitor-said
${raw(section("no-drops"))}; lvs_print no-drops
${raw(section("counters-before"))}; lvs_print counters
${raw(section("legacy"))}; ${raw(legacyRules)} | grep -vxFf legacy
fi
${raw(section("counters"))}; lvs_print /proc/net/netstat; lvs_print /proc/net/snmp`;
}

/** Shell text that ends an observation, and prints what could not be removed in a section of its own. */
export function endWatch(
	token: string,
	section: (name: string) => string,
): string {
	const folder = folderOf(token);
	return sh`[ ! -e ${`${folder}/end`} ] || sh ${`${folder}/end`}
[ ! -e ${folder} ] || { ${raw(section("left"))}; echo ${folder}; }`;
}
