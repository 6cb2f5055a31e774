import { forwardings } from "../ipvs/forwarding.ts";
import type { Cluster, Service } from "../model/cluster.ts";
import { type Chains, portSet } from "./nftables.ts";
import { portsOf } from "./service-ports.ts";

/** What a director does to packets beside IPVS. All of it is in our own nftables table. */
export function directorChains(cluster: Cluster): Chains {
	return {
		raw: cluster.services.flatMap((service) => untracked(cluster, service)),
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
		// the host's filters then know the answers of real servers as answers, and can be told to masquerade
		...(rewrites ? { "net.ipv4.vs.conntrack": "1" } : {}),
		...Object.fromEntries(
			Object.entries(ipvsSysctls).map(([key, value]) => [
				`net.ipv4.vs.${key}`,
				value,
			]),
		),
	};
}

/**
 * Keeps conntrack away from connections of which the director sees one direction only. It would take the client's second packet
 * for invalid, and its last one too, so that a filter which drops those would break connections, or leave them open here for ever.
 */
function untracked({ vip, services }: Cluster, service: Service): string[] {
	if (forwardings[service.forwarding].rewrites) return [];
	return portsOf(service).map(([protocol, ports]) => {
		const tracked = services
			.filter(({ forwarding }) => forwardings[forwarding].rewrites)
			.flatMap(portsOf)
			.flatMap(([other, ports]) =>
				other === protocol && ports !== "all" ? ports : [],
			);
		const which =
			ports !== "all"
				? `${protocol} dport ${portSet(ports)}`
				: tracked.length > 0
					? `${protocol} dport != ${portSet(tracked)}`
					: `ip protocol ${protocol}`;
		return `ip daddr ${vip} ${which} notrack`;
	});
}

/** Rules that set the mark of a service on packets to its ports. */
function marks(vip: string, service: Service): string[] {
	const { match } = service;
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
	const { forwarding, servers } = service;
	if (forwardings[forwarding].answers !== "masqueraded") return [];
	return portsOf(service).flatMap(([protocol, ports]) =>
		servers.map(({ address, port }) => {
			const asked = port === "as asked" ? ports : [port];
			const which =
				asked === "all"
					? `ip protocol ${protocol}`
					: `${protocol} dport ${portSet(asked)}`;
			return `ct original ip daddr ${vip} ip daddr ${address} ${which} masquerade`;
		}),
	);
}
