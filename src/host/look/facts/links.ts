import { parseLinkSysctl } from "../../../model/link-sysctl.ts";
import { raw, sh } from "../../../ssh/shell.ts";
import type { FoundLinks } from "../../found-network.ts";
import { earlierThan, mainPriority } from "../../kinds/rule-lines.ts";
import { linesAfter } from "../../lines-after.ts";
import type { Question } from "../../question.ts";
import { closedWays } from "./closed-ways.ts";

/** The host's links: on which of them the VIP is, and which there are. Looked at only for directors and for roles that have sysctls of links. */
export const links: Question<FoundLinks> = {
	probe({ sysctls, addresses, ipvs, closedGateways = [] }) {
		if (
			!Object.keys(sysctls).some(parseLinkSysctl) &&
			Object.keys(ipvs).length === 0
		)
			return "";
		const vips = Object.keys(addresses).map(
			(vip) => `route show table main scope link match ${vip}\n`,
		);
		const asked = `ip -4 -force -batch - 2>/dev/null <<end
${vips.join("")}route show default
end`;
		// by source the kernel may choose another route. Where nobody has such rules, this is the one process as well. Of a single address ip would not print it
		const all =
			closedGateways.length === 0
				? asked
				: sh`rules=$(ip -4 -force -batch - 2>/dev/null <<end
rule show
${raw(vips.join(""))}route show default
${raw(closedGateways.map((gateway) => `route show table main via ${gateway}/31`).join("\n"))}
end
)
echo "$rules"
${raw(earlierThan(mainPriority))}`;
		return `${all}
for path in /sys/class/net/*; do
	read -r mtu <"$path/mtu" && echo "mtu \${path##*/} $mtu"
	wired=
	for each in "$path/device" "$path/bonding" "/proc/net/vlan/\${path##*/}"; do [ ! -e "$each" ] || wired=1; done
	[ ! -e "$path/bridge" ] || for each in "$path"/lower_*; do [ ! -e "$each/device" ] && [ ! -e "$each/bonding" ] || wired=1; done
	[ -n "$wired" ] || continue
	[ ! -e "$path/master" ] || continue # its bond or bridge is asked
	read -r flags <"$path/flags"
	[ $((flags & 129)) != 1 ] || echo "wired \${path##*/}" # up, and not without ARP
done`;
	},
	parse({ lines }, desired) {
		const after = (word: string) => linesAfter(word, lines);
		const device = (line: string) => / dev (\S+)/.exec(line)?.[1] ?? [];
		// the other lines about links begin with words with which no route begins
		const routes = waysOf(
			lines.filter((line) => !/^(mtu|wired|earlier|\d+:) /.test(line)),
		).filter((way) => / dev /.test(way));
		const isDefault = (line: string) => line.startsWith("default ");
		return {
			// a default route to a link without a router has every VIP
			ofVip: [
				...new Set(
					routes.filter((line) => !/ via /.test(line)).flatMap(device),
				),
			].filter((name) => name !== "lo"),
			wired: after("wired"),
			defaultRoutes: [...new Set(routes.filter(isDefault).flatMap(device))],
			mtu: Object.fromEntries(
				after("mtu").map((line) => {
					const [name = "", bytes] = line.split(" ");
					return [name, Number(bytes)];
				}),
			),
			closedWays: closedWays(desired, routes, lines),
		};
	},
};

/** A line for each way of a route: one with several next hops has them in lines of their own, which begin with white space. */
function waysOf(lines: readonly string[]): string[] {
	let route = "";
	return lines.map((line) => {
		if (/^\s/.test(line)) return route + line;
		route = line;
		return line;
	});
}
