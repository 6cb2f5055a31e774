import {
	type Forwarding,
	forwardingOf,
	forwardings,
	wayOfRule,
} from "../ipvs/forwarding.ts";
import { type Match, type ServerRule, usualPort } from "../ipvs/rule.ts";
import { defaults } from "../model/defaults.ts";
import type { FailoverCheckDeclaration } from "../model/failover-declaration.ts";
import { mostFrequent } from "./most-frequent.ts";
import type { ReadServer, ReadService } from "./read-rules.ts";

/** The part of a ClusterDeclaration that rules tell. They do not tell how the machines are reached. */
export interface DeclaredRules {
	readonly vip: string;
	readonly forwarding: Forwarding;
	/** What is known of the directors, by name, in their order. Undefined: there is one, and nothing is known of it. */
	readonly directors?: Readonly<Record<string, DeclaredDirector>>;
	/** Undefined: nobody takes over from the director. */
	readonly failover?: DeclaredFailover;
	readonly tunnel?: { type: string; port?: number };
	readonly realServers: Record<string, { address: string; weight: number }>;
	readonly services: Record<string, Record<string, unknown>>;
	/** Settings of the director's kernel, where they are known. */
	readonly ipvs?: { readonly timeouts: Readonly<Record<string, number>> };
	/** Whether to set up a web server with a test page. Rules do not tell; what is taken over serves already. */
	readonly page: boolean;
}

export interface DeclaredDirector {
	/** With the prefix of its link, where that is known. */
	readonly address?: string;
	readonly interface?: string;
}

/** As in a ClusterDeclaration. What is not known is left out, also a gateway that must be there. */
export interface DeclaredFailover {
	readonly advertSeconds?: number;
	readonly routerId?: number;
	readonly preemptSeconds?: number;
	readonly gateway?: string;
	readonly addresses?: readonly string[];
	readonly tell?: string;
	readonly check?: FailoverCheckDeclaration;
}

/**
 * The declaration of a VIP with these services, of which each has real servers that agree in forwarding, port and tunnel.
 *
 * @param link the interface that has the VIP, where it is known
 */
export function declareVip(
	vip: string,
	services: readonly ReadService[],
	link?: string,
): DeclaredRules {
	const servers = services.flatMap(({ servers }) =>
		servers.map(({ rule }) => rule),
	);
	const names = serverNames(services);
	const usual = new Map(
		[...names.keys()].map((address) => {
			const weights = servers
				.filter((server) => server.address.text === address)
				.map(({ weight }) => weight);
			// a sorry server may serve nothing else
			return [
				address,
				weights.length === 0 ? defaults.weight : mostFrequent(weights),
			];
		}),
	);
	const forwarding = mostFrequent(services.map(forwardingIn));
	const tunnel = servers.find((rule) => wayOfRule(rule).tunnels)?.tunnel;
	return {
		vip,
		forwarding,
		...(link === undefined ? {} : { directors: { lb: { interface: link } } }),
		...(tunnel === undefined ||
		(tunnel.type === defaults.tunnelType && tunnel.port === undefined)
			? {}
			: {
					tunnel: {
						type: tunnel.type,
						...(tunnel.port === undefined ? {} : { port: tunnel.port }),
					},
				}),
		realServers: Object.fromEntries(
			[...names].map(([address, name]) => [
				name,
				{ address, weight: usual.get(address) ?? defaults.weight },
			]),
		),
		services: Object.fromEntries(
			services.map((service) => [
				nameOf(service.rule.match),
				declareService(service, { names, usual, forwarding }),
			]),
		),
		page: false,
	};
}

/** Address of each real server -> the name that it gets. */
export function serverNames(
	services: readonly ReadService[],
): ReadonlyMap<string, string> {
	const addresses = [
		...services.flatMap(({ servers }) =>
			servers.map(({ rule }) => rule.address.text),
		),
		...services.flatMap(({ sorry }) => sorry?.value ?? []),
	];
	return new Map(
		[...new Set(addresses)].map((address, index) => [
			address,
			`rs${index + 1}`,
		]),
	);
}

/** The name that a service gets. */
export function nameOf(match: Match): string {
	return match.protocol === "fwmark"
		? `mark-${match.mark}`
		: `${match.protocol}-${match.port || "all"}`;
}

function declareService(
	service: ReadService,
	cluster: {
		readonly names: ReadonlyMap<string, string>;
		readonly usual: ReadonlyMap<string, number>;
		readonly forwarding: Forwarding;
	},
): Record<string, unknown> {
	const { rule, servers } = service;
	const { match, scheduler, flags, persistence, onePacket } = rule;
	const forwarding = forwardingIn(service);
	const port = realServerPort(service);
	const own = [...cluster.names].flatMap(([address, name]) => {
		if (address === service.sorry?.value) return [];
		const server = serverAt(address, servers);
		const differs =
			server === undefined
				? { serves: false }
				: {
						...different(
							server.rule,
							cluster.usual.get(address) ?? defaults.weight,
						),
						...(server.check === undefined
							? {}
							: { check: server.check.value }),
					};
		return Object.keys(differs).length === 0 ? [] : [[name, differs]];
	});
	return {
		...portsOf(match),
		scheduler,
		...(flags.length === 0 ? {} : { flags }),
		...(persistence === undefined
			? {}
			: {
					persistence: {
						seconds: persistence.seconds,
						...(persistence.mask === undefined
							? {}
							: { mask: persistence.mask }),
					},
				}),
		...(onePacket ? { onePacket } : {}),
		...(forwarding === cluster.forwarding ? {} : { forwarding }),
		...(port === undefined ? {} : { realServerPort: port }),
		...(service.check === undefined ? {} : { check: service.check.value }),
		...(service.sorry === undefined
			? {}
			: { sorry: cluster.names.get(service.sorry.value) }),
		...(service.quorum === undefined ? {} : { quorum: service.quorum.value }),
		...(own.length === 0 ? {} : { realServers: Object.fromEntries(own) }),
	};
}

function portsOf(match: Match): object {
	if (match.protocol === "fwmark") return { fwmark: match.mark, tcp: [] };
	if (match.protocol === "udp") return { udp: match.port };
	return { tcp: match.port === 0 ? "all" : match.port };
}

/** The port on the real servers, where it is not that of the service. A mark has none, so there it is told whatever the forwarding. */
function realServerPort(service: ReadService): number | undefined {
	const { match } = service.rule;
	const port = service.servers[0]?.rule.port ?? 0;
	const usual = usualPort(match);
	return port === usual ||
		!(
			match.protocol === "fwmark" || forwardings[forwardingIn(service)].rewrites
		)
		? undefined
		: port;
}

function serverAt(
	address: string,
	servers: readonly ReadServer[],
): ReadServer | undefined {
	return servers.find(({ rule }) => rule.address.text === address);
}

function different({ weight, upper, lower }: ServerRule, usual: number) {
	return {
		...(weight === usual ? {} : { weight }),
		...(upper === 0 ? {} : { upper }),
		...(lower === 0 ? {} : { lower }),
	};
}

function forwardingIn({ servers: [first] }: ReadService): Forwarding {
	return first === undefined ? "dr" : forwardingOf(first.rule);
}
