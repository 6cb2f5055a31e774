import { ownLink, vipLinks } from "../../../model/link-words.ts";
import { sh } from "../../../ssh/shell.ts";
import type { FoundLinks } from "../../observed.ts";
import type { Question } from "../../question.ts";

/** The host's links: on which of them the VIP is, and which there are. Looked at only for directors and for roles that have sysctls of links. */
export const links: Question<FoundLinks> = {
	probe({ sysctls, addresses, ipvs }) {
		const inWords = Object.keys(sysctls).some(
			(key) => key.includes(ownLink) || key.includes(vipLinks),
		);
		if (!inWords && Object.keys(ipvs).length === 0) return "";
		const vips = Object.keys(addresses).map(
			(vip) =>
				sh`ip -4 route show table main scope link match ${vip} | sed 's/^/vip /'`,
		);
		return `${vips.join("\n")}
ip -4 route show default | sed 's/^/way /'
(cd /proc/sys/net/ipv4/conf && grep -s '' */rp_filter | sed 's/^/check /')
for path in /sys/class/net/*; do
	read -r mtu <"$path/mtu" && echo "mtu \${path##*/} $mtu"
	[ -e "$path/device" ] || [ -e "$path/bonding" ] || [ -e "/proc/net/vlan/\${path##*/}" ] || continue
	[ ! -e "$path/master" ] || continue # its bond or bridge is asked
	read -r flags <"$path/flags"
	[ $((flags & 129)) != 1 ] || echo "wired \${path##*/}" # up, and not without ARP
done`;
	},
	parse({ lines }) {
		const after = (word: string) =>
			lines.flatMap((line) =>
				line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : [],
			);
		const device = (line: string) => / dev (\S+)/.exec(line)?.[1] ?? [];
		const checks = new Map(
			after("check").map((line) => {
				const [, name = "", value] = /^(.+)\/rp_filter:(\d)$/.exec(line) ?? [];
				return [name, Number(value)];
			}),
		);
		return {
			ofVip: [...new Set(after("vip").flatMap(device))].filter(
				(name) => name !== "lo",
			),
			wired: after("wired"),
			defaultRoutes: after("way").flatMap(device),
			strict: [...checks].flatMap(([name, value]) =>
				// the larger of the two counts
				Math.max(value, checks.get("all") ?? 0) === 1 ? [name] : [],
			),
			mtu: Object.fromEntries(
				after("mtu").map((line) => {
					const [name = "", bytes] = line.split(" ");
					return [name, Number(bytes)];
				}),
			),
		};
	},
};
