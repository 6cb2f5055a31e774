/**
 * Shell text that prints the rules of the older iptables with their counters, each after its table. They are only read if they are in use: reading them loads
 * modules.
 */
export const legacyRules = `{ ! grep -qs . /proc/net/ip_tables_names || ${legacyRulesOf("{ iptables-legacy-save -c || iptables-save -c; } 2>/dev/null")}; }`;

/** Lines like `filter [2:120] -A INPUT -p tcp -j DROP` and `filter :INPUT DROP [2:120]`, of what a command like iptables-save -c prints. */
export function legacyRulesOf(saved: string): string {
	return `${saved} | awk '/^[*]/ { table = substr($0, 2); next } /^:/ || /^[[][0-9]/ { print table, $0 }'`;
}
