import { readDrained } from "../host/look/facts/drained.ts";
import { readHealth } from "../host/look/facts/health.ts";
import { socketTables } from "../host/socket-tables.ts";
import { raw, sh } from "../ssh/shell.ts";
import { framesScript } from "./frames.ts";

/** A route that a host is asked for, as the words after `ip -4 route get`. */
export interface RouteQuestion {
	readonly name: string;
	readonly words: readonly (string | number)[];
}

/** The questions to a host besides what was observed. */
export interface LookQuestions {
	readonly routes: readonly RouteQuestion[];
	/** Addresses whose entries of the director's connection table are needed: the client's, and those that masks make of it. */
	readonly clients: readonly string[];
	/** The name of our record of the director, if the host is one. Default: it is none. */
	readonly director?: string;
}

/**
 * Shell text that prints the present state of a host, in sections. It loads no module of the kernel: it only reads what is there, and does not use `ss`.
 */
export function lookScript(
	{ routes, clients, director }: LookQuestions,
	section: (name: string) => string,
): string {
	const part = (name: string, command: string) =>
		`${section(name)}; ${command}`;
	return [
		part("links", "ip -d -o link show"),
		part("control", "! command -v tc >/dev/null || tc qdisc show"),
		part("frames", framesScript),
		part("addresses", "ip -o -4 address show"),
		part("neighbours", "ip -4 neigh show"),
		part("rules", "ip -4 rule show"),
		...routes.map(({ name, words }) =>
			part(`route ${name}`, sh`ip -4 route get ${words} 2>&1`),
		),
		part(
			"sysctls",
			"cd /proc/sys/net; grep -s . ipv4/ip_forward ipv4/conf/*/rp_filter ipv4/conf/*/arp_ignore ipv4/conf/*/arp_announce ipv4/conf/*/arp_filter ipv4/conf/*/forwarding ipv4/conf/*/send_redirects ipv4/vs/conntrack ipv4/vs/expire_quiescent_template ipv4/vs/expire_nodest_conn ipv4/vs/backup_only netfilter/nf_conntrack_count netfilter/nf_conntrack_max; cd /",
		),
		part(
			"listeners",
			`awk '$4 == "0A" || FILENAME ~ /udp/ { print FILENAME, $2, $3, $5 }' ${socketTables("tcp", "tcp6", "udp", "udp6")}`,
		),
		part("receivers", "[ ! -d /sys/module/fou ] || ip fou show 2>/dev/null"),
		"if [ -e /proc/net/ip_vs ]; then",
		part("ipvs", "ipvsadm -Sn"),
		part("connections", entriesOf(clients)),
		"fi",
		...(director === undefined
			? []
			: [
					part("drained", readDrained(director)),
					part("health", readHealth(director)),
				]),
	].join("\n");
}

/** The kernel prints addresses in hexadecimal. All other clients' connections stay out of the answer. */
function entriesOf(clients: readonly string[]): string {
	const hexadecimal = clients.map((address) =>
		address
			.split(".")
			.map((part) => Number(part).toString(16).padStart(2, "0"))
			.join("")
			.toUpperCase(),
	);
	return sh`awk ${raw(
		`'$2 ~ /^(${hexadecimal.join("|")})$/'`,
	)} /proc/net/ip_vs_conn | head -n 500`;
}
