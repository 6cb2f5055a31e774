import { raw, sh } from "../ssh/shell.ts";

/**
 * Shell text that makes the kernel ask again by ARP for these addresses and for the gateways, if it has entries for them. An entry counts for up to a minute
 * after a machine has gone, as long as packets can be sent to its hardware address. The kernel asks three times within three seconds, as it does by itself from
 * time to time, and no packet to a machine that answers is lost. Entries that somebody has set stay.
 */
export function askAgain(addresses: readonly string[]): string {
	return addresses.length === 0
		? ""
		: sh`{ ip -4 route show; printf '%s\\n' ${addresses}; ip -4 neigh show; } | awk ${raw(`'${words}'`)} | ip -force -batch - 2>/dev/null`;
}

const words =
	'$2 == "via" { wanted[$3] } NF == 1 { wanted[$1] } NF == 6 && $4 == "lladdr" && ($1 in wanted) && $6 ~ /^(REACHABLE|STALE|DELAY)$/ { print "neigh change", $1, "dev", $3, "nud probe" }';
