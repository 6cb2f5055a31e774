import { raw, sh } from "../ssh/shell.ts";

/**
 * Shell text that lets the kernel ask again by ARP for these addresses and for the gateways, as far as it believes to know them. It believes
 * so for up to a minute after a machine has gone, as long as it gets packets out by its hardware address. The kernel asks three times within three
 * seconds, as it does by itself from time to time, and no packet is lost of a machine that answers. Entries that somebody has set stay.
 */
export function askAgain(addresses: readonly string[]): string {
	return addresses.length === 0
		? ""
		: sh`{ ip -4 route show; printf '%s\\n' ${addresses}; ip -4 neigh show; } | awk ${raw(`'${words}'`)} | ip -force -batch - 2>/dev/null`;
}

const words =
	'$2 == "via" { wanted[$3] } NF == 1 { wanted[$1] } NF == 6 && $4 == "lladdr" && ($1 in wanted) && $6 ~ /^(REACHABLE|STALE|DELAY)$/ { print "neigh change", $1, "dev", $3, "nud probe" }';
