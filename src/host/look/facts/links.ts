import { ownLink, vipLinks } from "../../../model/link-words.ts";
import { sh } from "../../../ssh/shell.ts";
import type { FoundLinks } from "../../observed.ts";
import type { Question } from "../../question.ts";

/** The host's links: on which of them the VIP is, and which there are. Looked at only for a role that has sysctls of links. */
export const links: Question<FoundLinks> = {
	probe({ sysctls, addresses }) {
		const keys = Object.keys(sysctls);
		if (!keys.some((key) => key.includes(ownLink) || key.includes(vipLinks)))
			return "";
		const vips = Object.keys(addresses).map(
			(vip) =>
				sh`ip -4 route show table main scope link match ${vip} | sed 's/^/vip /'`,
		);
		return `${vips.join("\n")}
ip -4 route show default | sed 's/^/way /'
for path in /sys/class/net/*; do
	[ -e "$path/device" ] || [ -e "$path/bonding" ] || [ -e "/proc/net/vlan/\${path##*/}" ] || continue
	[ ! -e "$path/master" ] || continue # its bond or bridge is asked
	read -r flags <"$path/flags"
	[ $((flags & 129)) != 1 ] || echo "wired \${path##*/}" # up, and not without ARP
done`;
	},
	parse({ lines }) {
		const after = (word: string) =>
			lines.filter((line) => line.startsWith(`${word} `));
		return {
			ofVip: [
				...new Set(
					after("vip").flatMap((line) => / dev (\S+)/.exec(line)?.[1] ?? []),
				),
			].filter((device) => device !== "lo"),
			wired: after("wired").map((line) => line.slice("wired ".length)),
			defaultRoute: after("way").length > 0,
		};
	},
};
