import { type Forwarding, wayOfRule } from "../ipvs/forwarding.ts";
import type { Match } from "../ipvs/rule.ts";
import { defaults } from "../model/defaults.ts";
import type { FailoverCheckDeclaration } from "../model/failover-declaration.ts";
import { declareService, forwardingIn } from "./declare-service.ts";
import { mostFrequent } from "./most-frequent.ts";
import type { ReadService } from "./read-rules.ts";

/** The part of a ClusterDeclaration that rules contain. They do not say how the machines are reached. */
export interface DeclaredRules {
	/** Undefined: of marks alone, and nothing says where their packets go. */
	readonly vip: string | undefined;
	readonly forwarding: Forwarding;
	/** What is known of the directors, by name, in their order. Undefined: there is one, and nothing is known of it. */
	readonly directors?: Readonly<Record<string, DeclaredDirector>>;
	/** Undefined: no other director takes over. */
	readonly failover?: DeclaredFailover;
	readonly tunnel?: { type: string; port?: number };
	readonly realServers: Record<string, { address: string; weight: number }>;
	readonly services: Record<string, Record<string, unknown>>;
	/** Settings of the director's kernel, if they are known. */
	readonly ipvs?: { readonly timeouts: Readonly<Record<string, number>> };
	/** Whether to set up a web server with a test page. Rules do not say so, and imported real servers already serve. */
	readonly page: boolean;
}

export interface DeclaredDirector {
	/** With the prefix of its link, where that is known. */
	readonly address?: string;
	readonly interface?: string;
}

/** As in a ClusterDeclaration. Unknown parts are left out, also a gateway that must be there. */
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
	vip: string | undefined,
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
		...services.flatMap(({ sorry }) => sorry?.value.address ?? []),
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
