import { routingPattern } from "../../model/tables.ts";
import { raw, sh } from "../../ssh/shell.ts";

// The lines about rules that a look at our routes prints, and how they are read.

/** One line of `ip rule`. */
export interface RuleLine {
	readonly priority: string;
	readonly selector: string;
	readonly table: string;
}

/** Undefined: the line is no rule, or the rule leads to no table. */
export function parseRuleLine(line: string): RuleLine | undefined {
	const [, priority, selector, table] =
		/^(\d+):\s+(.*) lookup (\S+)$/.exec(line.trim()) ?? [];
	return priority === undefined || selector === undefined || table === undefined
		? undefined
		: { priority, selector, table };
}

/** The priority of the rule that leads to the main table. */
export const mainPriority = 32766;

/**
 * Shell text that prints `earlier 100 10.88.0.67 100 default via 10.88.0.1 dev eth1` for each rule in $rules before ours that selects by the source alone, and
 * whose table has a default route. A table without a default route leaves the packet to the rules that follow.
 */
export function earlierThan(ours: number): string {
	return sh`echo "$rules" | while read -r priority word from lookup table more; do
	[ "\${priority%:}" -lt ${ours} ] || break
	case "$word $lookup$more" in 'from lookup' | 'from lookupproto '*) ;; *) continue ;; esac
	[ "$table" != local ] || continue
	ip -4 route show table "$table" default 2>/dev/null | while read -r route; do
		case $route in throw*) ;; *) echo "earlier \${priority%:} $from $table $route" ;; esac
		break
	done
done`;
}

/** A rule of others with its table's default route, as `earlierThan` prints it. */
export interface EarlierLine {
	readonly priority: number;
	/** A network or an address, or `all`. */
	readonly from: string;
	readonly table: string;
	readonly route: string;
}

export function parseEarlier(line: string): EarlierLine | undefined {
	const [, priority, from, table, route] =
		/^earlier (\d+) (\S+) (\S+) (.*)$/.exec(line) ?? [];
	return from === undefined || table === undefined || route === undefined
		? undefined
		: { priority: Number(priority), from, table, route };
}

/** Shell text that prints `beside 24109 10.88.0.9` for each table of another cluster in $rules, with the way back to its director. */
export function besideThat(ours: number): string {
	return sh`echo "$rules" | sed -n 's/.* lookup \\(${raw(routingPattern)}\\)$/\\1/p' | sort -u | while read -r table; do
	[ "$table" = ${ours} ] || ip -4 route show table "$table" default 2>/dev/null | sed -n "s/^default via \\([^ ]*\\).*/beside $table \\1/p"
done`;
}

/** A table of another cluster with its way back, as `besideThat` prints it. */
export function parseBeside(
	line: string,
): { readonly table: string; readonly gateway: string } | undefined {
	const [, table, gateway] = /^beside (\d+) (\S+)$/.exec(line) ?? [];
	return table === undefined || gateway === undefined
		? undefined
		: { table, gateway };
}
