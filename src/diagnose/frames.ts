import { ifNftables } from "../host/kinds/nftables.ts";

/**
 * Shell text that prints what may drop frames of ARP and of bridges, one rule or policy on each line: `arp table arp f|in|… drop`. A trace of IPv4 does not see
 * them. Some hosts keep a filter for each virtual machine, so only the first ones are printed.
 */
export const framesScript = `${ifNftables} for family in arp bridge; do nft list ruleset $family 2>/dev/null | awk -v family=$family '
	$1 == "table" { table = "table " $2 " " $3 }
	$1 == "chain" { chain = $2 }
	/(^|[^a-z])(drop|reject|queue)([^a-z]|$)/ && /^\t\t/ { print family " " table "|" chain "|" $0 }' | head -n 100; done
! grep -qs . /proc/net/arp_tables_names || { arptables-legacy-save || arptables-save; } 2>/dev/null | awk '
	/^[*]/ { table = substr($1, 2) }
	/^:/ && $2 == "DROP" { print "arp arptables, table " table "|" substr($1, 2) "|policy drop" }
	/^-A / && /-j (DROP|QUEUE)/ { print "arp arptables, table " table "|" $2 "|" $0 }'`;
