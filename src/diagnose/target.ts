import {
	type Forwarding,
	forwardingOf,
	forwardings,
} from "../ipvs/forwarding.ts";
import {
	ruleKey,
	type ServerRule,
	type ServiceRule,
	serversByService,
	servicesOf,
} from "../ipvs/rule.ts";
import { clientTable } from "../model/client-table.ts";
import type { Desired, DesiredPage } from "../model/desired.ts";
import type { HostConnection } from "../model/host.ts";
import {
	markedWith,
	masqueradingOf,
	packetRulesOf,
	sourceOf,
} from "../model/packet-rules.ts";
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
	/** What the service's own check asks for at this port. Undefined: it is not known which page the service has. */
	readonly page?: DesiredPage;
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

/**
 * Every port of every declared service of a director. Services of SCTP have none, as no client can ask them.
 *
 * @throws DeclarationError if the director's state does not say which ports a mark has, or whether NAT is FULLNAT.
 */
export function targetsOf(
	director: Machine,
	realServers: readonly Machine[],
): Target[] {
	const table = clientTable(director.desired);
	const servers = serversByService(table);
	return servicesOf(table).flatMap((service) => {
		const key = ruleKey(service);
		const rules = servers.get(key) ?? [];
		return portsOf(service, director).map(({ protocol, port, vip }) => ({
			...pageOf(director, rules, port),
			director,
			service,
			key,
			protocol,
			vip,
			port,
			servers: rules.map((rule) => {
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
					forwarding: forwardingFrom(director, rule, protocol, port),
					machine,
				};
			}),
		}));
	});
}

/** The sender of requests at a real server, and so the destination of its answers: the client, or by FULLNAT the director. */
export function askerOf(
	{ director }: Target,
	{ forwarding }: Pick<TargetServer, "forwarding">,
	client: string,
): string {
	return forwardings[forwarding].answers === "masqueraded"
		? (sourceOf(director.desired) ?? client)
		: client;
}

function pageOf(
	{ desired: { checks = {} } }: Machine,
	rules: readonly ServerRule[],
	port: number,
): Pick<Target, "page"> {
	const keys = new Set(rules.map(ruleKey));
	const page = Object.values(checks)
		.filter((check) => check.rules.some((key) => keys.has(key)))
		.map((check) => check.page)
		.find((each) => each?.port === port);
	return page === undefined ? {} : { page };
}

/** The services that no client can ask, as ipvsadm names them. */
export function unasked({ desired }: Machine): string[] {
	return servicesOf(clientTable(desired))
		.filter(({ match }) => match.protocol === "sctp")
		.map(ruleKey);
}

/** A rule of FULLNAT looks like one of NAT: the difference is that the director replaces the source of its packets. */
function forwardingFrom(
	director: Machine,
	rule: ServerRule,
	protocol: string,
	port: number,
): Forwarding {
	const shown = forwardingOf(rule);
	return forwardings[shown].rewrites &&
		masqueradingOf(packetRulesOf(director), {
			to: rule.address.text,
			protocol,
			port: rule.port || port,
		}) !== undefined
		? "fullnat"
		: shown;
}

function portsOf({ match }: ServiceRule, director: Machine) {
	if (match.protocol === "sctp") return [];
	if (match.protocol !== "fwmark")
		return [
			{
				protocol: match.protocol,
				vip: match.address.text,
				port: match.port || webPorts.http,
			},
		];
	return markedWith(packetRulesOf(director), match.mark).flatMap(
		({ to, protocol, ports }) =>
			ports.map((port) => ({ protocol, vip: to, port })),
	);
}
