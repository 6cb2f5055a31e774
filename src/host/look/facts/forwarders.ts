import { raw, sh } from "../../../ssh/shell.ts";
import { forwarding } from "../../forwarding.ts";
import { ifNftables, nftables } from "../../kinds/nftables.ts";
import { nothingOurs } from "../../ours.ts";
import type { Question } from "../../question.ts";
import { mustAsk } from "../../record-asks.ts";

/**
 * Others on the host that need packets to be forwarded: networks of containers and virtual machines, tunnels, rules that translate addresses, settings that ask
 * for it at boot. A removal leaves forwarding on for them.
 */
export const forwarders: Question<readonly string[]> = {
	probe: ({ sysctls, ipvs }, _family, owner) =>
		forwarding in sysctls || Object.keys(ipvs).length > 0
			? sh`${raw(forwarding in sysctls ? "" : `! ${mustAsk(owner, "forwarders")} ||`)} {
for path in /sys/class/net/*; do
	while read -r line; do
		case $line in DEVTYPE=bridge | DEVTYPE=wireguard) echo "\${line#*=} \${path##*/}" ;; esac
	done <"$path/uevent"
	[ ! -e "$path/tun_flags" ] || echo "tunnel \${path##*/}"
done
${raw(ifNftables)} nft -s list ruleset 2>/dev/null | awk '
	$1 == "table" { table = $2 " " $3 }
	/( masquerade| snat | dnat |xt target "(MASQUERADE|SNAT|DNAT)")/ { print "table", table }' | sort -u
if grep -qsx nat /proc/net/ip_tables_names && iptables-legacy-save -t nat 2>/dev/null | grep -qE '^-A .*-j (MASQUERADE|[SD]NAT)'; then echo "iptables, nat"; fi
grep -lsE '^[[:space:]]*net[./]ipv4[./](ip_forward|conf[./]all[./]forwarding)[[:space:]]*=[[:space:]]*1' /etc/sysctl.conf /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf
}`
			: "",
	parse: ({ lines, ours = nothingOurs }) =>
		lines.filter((line) => {
			const [, name = ""] = /^table ip (.*)$/.exec(line) ?? [];
			return !ours.made.has(`${nftables.made.word} ${name}`);
		}),
};
