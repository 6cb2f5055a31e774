import {
	type Forwarding,
	forwardingOf,
	forwardings,
} from "../ipvs/forwarding.ts";
import { type ServerRule, serviceKey } from "../ipvs/rule.ts";
import { defaults } from "../model/defaults.ts";
import type { ReadRules, ReadService, Unread } from "./read-rules.ts";
import { whyNot } from "./why-not.ts";

/** The part of a ClusterDeclaration that rules tell. They do not tell how the machines are reached. */
export interface DeclaredRules {
	readonly vip: string;
	readonly forwarding: Forwarding;
	readonly tunnel?: { type: string; port?: number };
	readonly realServers: Record<string, { address: string; weight: number }>;
	readonly services: Record<string, Record<string, unknown>>;
	/** Whether to set up a web server with a test page. Rules do not tell; what is taken over serves already. Default false. */
	readonly page?: boolean;
}

/**
 * Turns rules into declarations, one for each VIP. Rendered, they give the same rules again. Services joined by marks belong to
 * the VIP if there is only one.
 *
 * @returns also the lines that could not be declared.
 */
export function declareRules({ services, unread }: ReadRules): {
	readonly clusters: readonly DeclaredRules[];
	readonly unread: readonly Unread[];
} {
	const left: Unread[] = [...unread];
	const refuse = (service: ReadService, reason: string) => {
		left.push({
			line: service.line,
			text: serviceKey(service.rule.match),
			reason,
		});
		return false;
	};
	const good = services.filter((service) => {
		const reason = whyNot(service);
		return reason === undefined || refuse(service, reason);
	});
	const vips = [
		...new Set(good.filter((service) => !isMark(service)).map(vipOf)),
	];
	const clusters = vips.map((vip) =>
		declareVip(
			vip,
			good.filter((service) =>
				isMark(service) ? vips.length === 1 : vipOf(service) === vip,
			),
		),
	);
	for (const service of good.filter(isMark)) {
		if (vips.length !== 1)
			refuse(
				service,
				`${vips.length === 0 ? "these rules name no VIP" : "these rules name several VIPs"}, and a mark does not tell its own: declare this service by hand, in the cluster of its VIP, with the ports that get the mark`,
			);
		else
			refuse(
				service,
				"declared without its ports, which are not in the rules: name those that get the mark, like tcp: [80, 443]",
			);
	}
	return { clusters, unread: left.sort((a, b) => a.line - b.line) };
}

function isMark({ rule: { match } }: ReadService): boolean {
	return match.protocol === "fwmark";
}

function vipOf({ rule: { match } }: ReadService): string {
	return match.protocol === "fwmark" ? "" : match.address.text;
}

function portOf({ rule: { match } }: ReadService): number {
	return match.protocol === "fwmark" ? 0 : match.port;
}

function declareVip(
	vip: string,
	services: readonly ReadService[],
): DeclaredRules {
	const servers = services.flatMap(({ servers }) => servers);
	const addresses = [...new Set(servers.map(({ address }) => address.text))];
	const names = new Map(
		addresses.map((address, index) => [address, `rs${index + 1}`]),
	);
	const usual = new Map(
		addresses.map((address) => [
			address,
			mostFrequent(
				servers
					.filter((server) => server.address.text === address)
					.map(({ weight }) => weight),
			),
		]),
	);
	const forwarding = mostFrequent(services.map(forwardingIn));
	const tunnel = servers.find(({ method }) => method === "i")?.tunnel;
	return {
		vip,
		forwarding,
		...(tunnel === undefined || tunnel.type === defaults.tunnelType
			? {}
			: {
					tunnel: {
						type: tunnel.type,
						...(tunnel.port === undefined ? {} : { port: tunnel.port }),
					},
				}),
		realServers: Object.fromEntries(
			addresses.map((address) => [
				names.get(address),
				{ address, weight: usual.get(address) ?? defaults.weight },
			]),
		),
		services: Object.fromEntries(
			services.map((service) => [
				nameOf(service),
				declareService(service, { names, usual, forwarding }),
			]),
		),
	};
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
	const [first] = servers;
	const port = portOf(service);
	const own = [...cluster.names].flatMap(([address, name]) => {
		const server = servers.find((each) => each.address.text === address);
		const differs =
			server === undefined
				? { serves: false }
				: different(server, cluster.usual.get(address) ?? defaults.weight);
		return Object.keys(differs).length === 0 ? [] : [[name, differs]];
	});
	return {
		...(match.protocol === "fwmark"
			? { fwmark: match.mark, tcp: [] }
			: match.protocol === "udp"
				? { udp: port }
				: { tcp: port === 0 ? "all" : port }),
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
		...(first !== undefined &&
		forwardings[forwarding].rewrites &&
		first.port !== port
			? { realServerPort: first.port }
			: {}),
		...(own.length === 0 ? {} : { realServers: Object.fromEntries(own) }),
	};
}

function different({ weight, upper, lower }: ServerRule, usual: number) {
	return {
		...(weight === usual ? {} : { weight }),
		// the kernel never looks at a lower threshold that has no upper one
		...(upper === 0 ? {} : { upper, ...(lower === 0 ? {} : { lower }) }),
	};
}

function forwardingIn({ servers: [first] }: ReadService): Forwarding {
	return forwardingOf(first?.method ?? "g");
}

function nameOf(service: ReadService): string {
	const { match } = service.rule;
	return match.protocol === "fwmark"
		? `mark-${match.mark}`
		: `${match.protocol}-${match.port || "all"}`;
}

function mostFrequent<Value>(values: readonly Value[]): Value {
	const [first] = values;
	return values.reduce(
		(best, value) =>
			values.filter((other) => other === value).length >
			values.filter((other) => other === best).length
				? value
				: best,
		first as Value,
	);
}
