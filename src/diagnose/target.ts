import { type Forwarding, forwardingOf } from "../ipvs/forwarding.ts";
import { parseTable } from "../ipvs/parse-rule.ts";
import {
	ruleKey,
	type ServerRule,
	type ServiceRule,
	serversByService,
	servicesOf,
} from "../ipvs/rule.ts";
import type { Desired } from "../model/desired.ts";
import type { HostConnection } from "../model/host.ts";
import { webPorts } from "../model/web-ports.ts";

/** A host of a cluster, as the state has it. */
export interface Machine {
	readonly component: string;
	readonly name: string;
	readonly vip?: string;
	readonly connection: HostConnection;
	readonly desired: Desired;
}

/** One port of a declared service, at which probes are sent. */
export interface Target {
	readonly director: Machine;
	readonly service: ServiceRule;
	/** The service as ipvsadm names it. */
	readonly key: string;
	readonly protocol: "tcp" | "udp";
	readonly vip: string;
	readonly port: number;
	readonly servers: readonly TargetServer[];
}

export interface TargetServer {
	readonly name: string;
	readonly address: string;
	/** The port at which it must be served. */
	readonly port: number;
	readonly rule: ServerRule;
	readonly forwarding: Forwarding;
	/** Undefined where we do not set up this real server. */
	readonly machine: Machine | undefined;
}

/** Every port of every declared service of a director. Services of SCTP have none, as no client can ask them. */
export function targetsOf(
	director: Machine,
	realServers: readonly Machine[],
): Target[] {
	const table = parseTable(director.desired.ipvs);
	const servers = serversByService(table);
	return servicesOf(table).flatMap((service) => {
		const key = ruleKey(service);
		return portsOf(service, director).map(({ protocol, port, vip }) => ({
			director,
			service,
			key,
			protocol,
			vip,
			port,
			servers: (servers.get(key) ?? []).map((rule) => {
				const address = rule.address.text;
				const machine = realServers.find(
					({ component, desired }) =>
						component === director.component && desired.ownAddress === address,
				);
				return {
					name: machine?.name ?? address,
					address,
					port: rule.port || port,
					rule,
					forwarding: masquerades(
						director.desired,
						address,
						protocol,
						rule.port || port,
					)
						? "fullnat"
						: forwardingOf(rule),
					machine,
				};
			}),
		}));
	});
}

/** The services that no client can ask, as ipvsadm names them. */
export function unasked({ desired }: Machine): string[] {
	return servicesOf(parseTable(desired.ipvs))
		.filter(({ match }) => match.protocol === "sctp")
		.map(ruleKey);
}

/** The director replaces the source of requests to this port of a real server by its own address. */
function masquerades(
	{ nftables }: Desired,
	address: string,
	protocol: string,
	port: number,
): boolean {
	return Object.keys(nftables).some((rule) => {
		if (!rule.endsWith(" masquerade")) return false;
		if (rule.includes(` ip daddr ${address} ip protocol ${protocol} `))
			return true;
		const [, ports = ""] =
			new RegExp(` ip daddr ${address} ${protocol} dport (.*) masquerade`).exec(
				rule,
			) ?? [];
		return new RegExp(`\\b${port}\\b`).test(ports);
	});
}

function portsOf({ match }: ServiceRule, { desired, vip = "" }: Machine) {
	if (match.protocol === "sctp") return [];
	if (match.protocol !== "fwmark")
		return [
			{
				protocol: match.protocol,
				vip: match.address.text,
				port: match.port || webPorts.http,
			},
		];
	return Object.keys(desired.nftables).flatMap((rule) => {
		const [, address = vip, protocol, ports = "", mark] =
			/ip daddr (\S+) (tcp|udp) dport (?:\{ )?([\d, -]+?)(?: \})? meta mark set (\S+)/.exec(
				rule,
			) ?? [];
		return Number(mark) === match.mark
			? ports.split(", ").map((port) => ({
					protocol: protocol as "tcp" | "udp",
					vip: address,
					port: Number.parseInt(port, 10),
				}))
			: [];
	});
}
