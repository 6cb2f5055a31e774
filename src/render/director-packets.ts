import { forwardings } from "../ipvs/forwarding.ts";
import type { Cluster, Service } from "../model/cluster.ts";
import { type Chains, portSet } from "./nftables.ts";

/** What a director does to packets beside IPVS. All of it is in our own nftables table. */
export function directorChains(cluster: Cluster): Chains {
	return {
		prerouting: cluster.services.flatMap((service) =>
			marks(cluster.vip, service),
		),
		output: redirects(cluster),
		postrouting: cluster.services.flatMap((service) =>
			masquerades(cluster.vip, service),
		),
	};
}

/** The sysctls for forwarding. `ip_forward` comes first, as setting it resets others. */
export function directorSysctls({
	services,
	ipvsSysctls,
}: Cluster): Record<string, string> {
	const rewrites = services.some(
		({ forwarding }) => forwardings[forwarding].rewrites,
	);
	return {
		...(rewrites ? { "net.ipv4.ip_forward": "1" } : {}),
		...(services.some(
			({ forwarding }) => forwardings[forwarding].answers === "masqueraded",
		)
			? { "net.ipv4.vs.conntrack": "1" }
			: {}),
		...Object.fromEntries(
			Object.entries(ipvsSysctls).map(([key, value]) => [
				`net.ipv4.vs.${key}`,
				value,
			]),
		),
	};
}

/** Rules that set the mark of a service on packets to its ports. */
function marks(vip: string, { match }: Service): string[] {
	if (match.protocol !== "fwmark") return [];
	const mark = `0x${match.mark.toString(16).padStart(8, "0")}`;
	return (["tcp", "udp"] as const)
		.filter((protocol) => match[protocol].length > 0)
		.map(
			(protocol) =>
				`ip daddr ${vip} ${protocol} dport ${portSet(match[protocol])} meta mark set ${mark}`,
		);
}

/**
 * Drops ICMP redirects. Where clients and real servers share a link, the director would tell a real server the shorter way to
 * the client, and the answers would no longer come back through the director.
 */
function redirects({ services }: Cluster): string[] {
	const servers = services
		.filter(({ forwarding }) => forwardings[forwarding].answers === "routed")
		.flatMap(({ servers }) => servers.map(({ address }) => address));
	return [...new Set(servers)]
		.sort()
		.map((address) => `ip daddr ${address} icmp type redirect drop`);
}

/** Rules that replace the source by the director's address, only for packets that IPVS has sent on. */
function masquerades(vip: string, service: Service): string[] {
	const { match, forwarding, servers } = service;
	if (forwardings[forwarding].answers !== "masqueraded") return [];
	const protocols =
		match.protocol === "fwmark"
			? (["tcp", "udp"] as const).filter((each) => match[each].length > 0)
			: [match.protocol];
	return protocols.flatMap((protocol) =>
		servers.map(({ address, port }) => {
			const ports =
				port === 0 && match.protocol === "fwmark"
					? ` ${protocol} dport ${portSet(match[protocol])}`
					: port === 0
						? ` ip protocol ${protocol}`
						: ` ${protocol} dport ${port}`;
			return `ct original ip daddr ${vip} ip daddr ${address}${ports} masquerade`;
		}),
	);
}
