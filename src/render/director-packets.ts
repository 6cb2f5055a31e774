import { forwardings } from "../ipvs/forwarding.ts";
import type { Cluster, Service } from "../model/cluster.ts";
import type {
	Marking,
	Masquerading,
	PacketRules,
} from "../model/packet-rules.ts";
import { type Chains, portSet } from "./nftables.ts";
import { portsOf } from "./service-ports.ts";

/** The packets that a director marks, and those that get another source. */
export function directorPacketRules(cluster: Cluster): PacketRules {
	const { marks, masquerades } = packetRules(cluster);
	return {
		marks: Object.fromEntries(
			marks.map((rule) => [`mark ${rule.mark} to ${inWords(rule)}`, rule]),
		),
		masquerades: Object.fromEntries(
			masquerades.map((rule) => [inWords(rule), rule]),
		),
	};
}

function inWords({ to, protocol, ports }: Masquerading): string {
	return `${to}, ${protocol}${ports.length === 0 ? "" : ` ${ports.join(", ")}`}`;
}

function packetRules({ vip, services, failover }: Cluster) {
	return {
		marks: services.flatMap((service) => marks(vip, service)),
		masquerades: services.flatMap((service) =>
			masquerades(service, failover?.gateway),
		),
	};
}

/**
 * What a director does to packets besides IPVS. All of it is in our own nftables table.
 *
 * @param serves whether the machine is a real server of the cluster too.
 */
export function directorChains(cluster: Cluster, serves: boolean): Chains {
	const { marks, masquerades } = packetRules(cluster);
	return {
		raw: cluster.services.flatMap((service) => untracked(cluster, service)),
		prerouting: marks.map(markRule),
		rawOutput: serves
			? cluster.services.flatMap((service) =>
					untrackedAnswers(cluster, service),
				)
			: [],
		output: redirects(cluster),
		postrouting: masquerades.flatMap((rule) =>
			masqueradeRules(cluster.vip, rule),
		),
	};
}

/**
 * Keeps conntrack away from connections of which the director sees only one direction. Conntrack would take the client's second packet for invalid, and its
 * last one too. A filter that drops such packets would break connections, or they would stay open here for ever.
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

/** The machine's own answers: conntrack did not see the requests, and would take the answers for invalid. */
function untrackedAnswers({ vip }: Cluster, service: Service): string[] {
	return portsOf(service).map(([protocol, ports]) => {
		const which =
			ports === "all"
				? `ip protocol ${protocol}`
				: `${protocol} sport ${portSet(ports)}`;
		return `ip saddr ${vip} ${which} notrack`;
	});
}

/** Sets the mark of a service on packets to its ports. */
function marks(vip: string, service: Service): Marking[] {
	const { match } = service;
	if (match.protocol !== "fwmark") return [];
	return portsOf(service).flatMap(([protocol, ports]) =>
		ports === "all"
			? []
			: [
					{
						mark: match.mark,
						to: vip,
						protocol,
						ports: [...ports].sort((a, b) => a - b),
					},
				],
	);
}

function markRule({ mark, to, protocol, ports }: Marking): string {
	return `ip daddr ${to} ${protocol} dport ${portSet(ports)} meta mark set 0x${mark.toString(16).padStart(8, "0")}`;
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

/** Replaces the source by the director's address, or by the gateway, which moves with the VIP. */
function masquerades(
	service: Service,
	source: string | undefined,
): Masquerading[] {
	const { forwarding, servers } = service;
	if (forwardings[forwarding].answers !== "masqueraded") return [];
	return portsOf(service).flatMap(([protocol, ports]) =>
		servers.map(({ address, port }) => {
			const asked = port === "as asked" ? ports : [port];
			return {
				to: address,
				protocol,
				ports: asked === "all" ? [] : [...asked].sort((a, b) => a - b),
				...(source === undefined ? {} : { source }),
			};
		}),
	);
}

/** Only packets that IPVS has sent on were for the VIP. Requests of the director itself need an answer here, wherever the VIP is. */
function masqueradeRules(
	vip: string,
	{ to, protocol, ports, source }: Masquerading,
): string[] {
	const which =
		ports.length === 0
			? `ip protocol ${protocol}`
			: `${protocol} dport ${portSet(ports)}`;
	const packets = `ct original ip daddr ${vip} ip daddr ${to} ${which}`;
	return [
		...(source === undefined
			? []
			: [`${packets} fib saddr type != local snat to ${source}`]),
		`${packets} masquerade`,
	];
}
