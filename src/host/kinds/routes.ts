import { raw, sh } from "../../ssh/shell.ts";
import { differencesOfOurs } from "./differences.ts";
import type { Kind } from "./kind.ts";

/**
 * Shell text that prints `earlier 100 10.88.0.67 100 default via 10.88.0.1 dev eth1` for each rule in $rules before ours that has no other
 * selector than the source, and whose table has a default route. A table without one leaves the packet to the rules that follow.
 */
function earlierThan(ours: number): string {
	return sh`echo "$rules" | while read -r priority word from lookup table more; do
	[ "\${priority%:}" -lt ${ours} ] || break
	case "$word $lookup$more" in 'from lookup') ;; *) continue ;; esac
	[ "$table" != local ] || continue
	ip -4 route show table "$table" default 2>/dev/null | while read -r route; do
		case $route in throw*) ;; *) echo "earlier \${priority%:} $from $table $route" ;; esac
		break
	done
done`;
}

/** Shell text that prints `beside 24109 10.88.0.9` for each table of another cluster in $rules, with the way back to its director. */
function besideThat(ours: number): string {
	return sh`echo "$rules" | sed -n 's/.* lookup \\(2[0-9][0-9][0-9][0-9]\\)$/\\1/p' | sort -u | while read -r table; do
	[ "$table" = ${ours} ] || ip -4 route show table "$table" default 2>/dev/null | sed -n "s/^default via \\([^ ]*\\).*/beside $table \\1/p"
done`;
}

/** Packets that `ip rule` sends to our own routing table, and the route that they find there. */
export const routes: Kind<"routes"> = {
	title: "ip rule",
	localise: { never: "ip prints its rules alike everywhere" },
	probe: ({ routes, tables }) =>
		tables === undefined || Object.keys(routes).length === 0
			? ""
			: sh`rules=$(ip -4 rule show | sed 's/ proto [^ ]*$//'); echo "$rules"; ip -4 route show table ${tables.routing} 2>/dev/null
${raw(earlierThan(tables.routing))}
${raw(besideThat(tables.routing))}`,
	parse({ lines }, { tables }) {
		const route = lines.find((line) => line.startsWith("default "));
		const via = /^default via \S+/.exec(route ?? "")?.[0] ?? "";
		return Object.fromEntries(
			lines.flatMap((line) => {
				const [priority, selector] =
					/^(\d+):\s+(.*) lookup \S+$/.exec(line.trim())?.slice(1) ?? [];
				return priority === String(tables?.routing) && selector !== undefined
					? [[selector, via]]
					: [];
			}),
		);
	},
	plan: ({ desired, observed }) => ({
		unit: differencesOfOurs("ip rule ", desired.routes, observed.routes),
	}),
	made: {
		word: "routing",
		names: ({ routes, tables }) =>
			tables === undefined || Object.keys(routes).length === 0
				? []
				: [String(tables.routing)],
		undo: (table) =>
			sh`{ while ip rule del pref ${table} 2>/dev/null; do :; done; ip route flush table ${table} 2>/dev/null; true; }`,
		undoneAt: "undo",
	},
	takenBackBy: "our unit",
	isThere: (_name, { routes }) => Object.keys(routes).length > 0,
	live: ({ observed }) => observed.routes,
};
