import { raw, sh } from "../../../ssh/shell.ts";
import { forwarding } from "../../forwarding.ts";
import { ifNftables } from "../../kinds/nftables.ts";
import type { Question } from "../../question.ts";
import { recordDirectory } from "../../record.ts";

/**
 * Who else on the host needs that packets are forwarded: networks of containers and virtual machines, tunnels, rules that translate
 * addresses, settings that ask for it at boot. A removal leaves forwarding on for them.
 */
export const forwarders: Question<readonly string[]> = {
	probe: ({ sysctls, ipvs }, _family, owner) =>
		forwarding in sysctls || Object.keys(ipvs).length > 0
			? sh`${raw(forwarding in sysctls ? "" : sh`! grep -qs ${forwarding} ${`${recordDirectory(owner)}/record.json`} ||`)} {
for path in /sys/class/net/*; do
	while read -r line; do
		case $line in DEVTYPE=bridge | DEVTYPE=wireguard) echo "\${line#*=} \${path##*/}" ;; esac
	done <"$path/uevent"
	[ ! -e "$path/tun_flags" ] || echo "tunnel \${path##*/}"
done
${raw(ifNftables)} nft -s list ruleset 2>/dev/null | awk '
	$1 == "table" { table = $2 " " $3; name = $3 }
	name !~ /^lvs-/ && /( masquerade| snat | dnat |xt target "(MASQUERADE|SNAT|DNAT)")/ { print "table", table }' | sort -u
if grep -qsx nat /proc/net/ip_tables_names && iptables-legacy-save -t nat 2>/dev/null | grep -qE '^-A .*-j (MASQUERADE|[SD]NAT)'; then echo "iptables, nat"; fi
grep -lsE '^[[:space:]]*net[./]ipv4[./](ip_forward|conf[./]all[./]forwarding)[[:space:]]*=[[:space:]]*1' /etc/sysctl.conf /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf
}`
			: "",
	parse: ({ lines }) => lines,
};
