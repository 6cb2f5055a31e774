import { type Endpoint, formatEndpoint } from "./address.ts";
import { serverKey } from "./key.ts";

/** The packets that a service takes: those to one address and port, or those with a firewall mark. */
export type Match =
	| ({ readonly protocol: "tcp" | "udp" | "sctp" } & Endpoint)
	| {
			readonly protocol: "fwmark";
			readonly mark: number;
			readonly family: 4 | 6;
	  };

/** A service that is joined by a mark: its ports and its VIP are not in the table. */
export function isMark(
	match: Match,
): match is Extract<Match, { protocol: "fwmark" }> {
	return match.protocol === "fwmark";
}

/** The port of a real server if none is named: that of the service. A service by a mark has none, 0. */
export function usualPort(match: Match): number {
	return isMark(match) ? 0 : match.port;
}

/** One service of the kernel's table. */
export interface ServiceRule {
	readonly kind: "service";
	readonly match: Match;
	readonly scheduler: string;
	/** Undefined: the service has no persistence. */
	readonly persistence: Persistence | undefined;
	/** Each datagram is scheduled separately. */
	readonly onePacket: boolean;
	/** Flags of the scheduler, in the order in which ipvsadm prints them. */
	readonly flags: readonly string[];
	/** Options that we do not know, as they are in the line. Somebody else set them, and they are kept. */
	readonly others: readonly string[];
}

export interface Persistence {
	readonly seconds: number;
	/** Clients whose addresses are equal under this mask are kept together. Undefined: each client counts alone. */
	readonly mask: string | undefined;
}

/** One real server of a service. */
export interface ServerRule extends Endpoint {
	readonly kind: "server";
	readonly service: Match;
	/** The letters of ipvsadm: `m` masquerading, `g` direct routing (gatewaying), `i` tunnelling. */
	readonly method: "m" | "g" | "i";
	/** 0 to 65535; with 0 the real server gets no new connections. */
	readonly weight: number;
	/** The tunnel of method `i`. Undefined where ipvsadm prints none. */
	readonly tunnel: TunnelRule | undefined;
	/** From `upper` connections on the real server gets no new ones, until it has fewer than `lower`; 0: no threshold. */
	readonly upper: number;
	readonly lower: number;
	/** Options that we do not know, as in a service. */
	readonly others: readonly string[];
}

export interface TunnelRule {
	/** `ipip`, `gue`, `gre` */
	readonly type: string;
	/** UDP port of gue. */
	readonly port: number | undefined;
	/** `nocsum`, `csum`, `remcsum`; undefined where ipvsadm prints none. */
	readonly checksum: string | undefined;
}

export type Rule = ServiceRule | ServerRule;

/** Key of a rule -> the rule, in the order in which the rules were read. */
export type Table = ReadonlyMap<string, Rule>;

const options = { tcp: "-t", udp: "-u", sctp: "--sctp-service" } as const;

/**
 * The words by which ipvsadm names a service: `-t 172.18.0.70:80`, `-f 7`. They are also the key of the service in
 * `Desired.ipvs`, in the record on a host, and in a table.
 */
export function serviceKey(match: Match): string {
	return match.protocol === "fwmark"
		? `-f ${match.mark}${match.family === 6 ? " -6" : ""}`
		: `${options[match.protocol]} ${formatEndpoint(match)}`;
}

/** The key of a rule. That of a real server names its service first: `-t 172.18.0.70:80 -r 172.18.0.67:80`. */
export function ruleKey(rule: Rule): string {
	return rule.kind === "service"
		? serviceKey(rule.match)
		: serverKey(serviceKey(rule.service), formatEndpoint(rule));
}

/** The service that a rule belongs to. The rule of a service belongs to itself. */
export function matchOf(rule: Rule): Match {
	return rule.kind === "service" ? rule.match : rule.service;
}

export function tableOf(rules: Iterable<Rule>): Table {
	return new Map([...rules].map((rule) => [ruleKey(rule), rule]));
}

export function servicesOf(table: Table): ServiceRule[] {
	return [...table.values()].filter((rule) => rule.kind === "service");
}

export function serversOf(table: Table): ServerRule[] {
	return [...table.values()].filter((rule) => rule.kind === "server");
}

/** Key of each service -> its real servers. It walks the table once, as a large table has a thousand services. */
export function serversByService(
	table: Table,
): ReadonlyMap<string, readonly ServerRule[]> {
	const groups = new Map<string, ServerRule[]>(
		servicesOf(table).map((service) => [ruleKey(service), []]),
	);
	for (const rule of table.values())
		if (rule.kind === "server")
			groups.get(serviceKey(rule.service))?.push(rule);
	return groups;
}

/** Whether the rule limits the connections of a real server. */
export function hasThreshold(rule: Rule): boolean {
	return rule.kind === "server" && (rule.upper !== 0 || rule.lower !== 0);
}

/** Whether a real server has only a method and a weight: no thresholds and no type of tunnel. */
export function isPlain(rule: Rule): rule is ServerRule {
	return (
		rule.kind === "server" &&
		rule.tunnel === undefined &&
		rule.others.length === 0 &&
		!hasThreshold(rule)
	);
}

/** Whether two rules with the same key agree in everything that ipvsadm can set. */
export function sameAttributes(one: Rule, other: Rule): boolean {
	return formatAttributes(one) === formatAttributes(other);
}

/**
 * The attributes of a rule in the form of `ipvsadm -Sn`: `-s wrr -p 60`, `-g -w 2`. The thresholds follow, which ipvsadm does not print there. All attributes
 * are written, as `-E` and `-e` (ipvsadm 1.31) reset every attribute that they do not name.
 */
export function formatAttributes(rule: Rule): string {
	return (
		rule.kind === "service"
			? [
					`-s ${rule.scheduler}`,
					...(rule.persistence === undefined
						? []
						: [
								`-p ${rule.persistence.seconds}`,
								...(rule.persistence.mask === undefined
									? []
									: [`-M ${rule.persistence.mask}`]),
							]),
					...(rule.onePacket ? ["-o"] : []),
					...(rule.flags.length === 0 ? [] : [`-b ${rule.flags.join(",")}`]),
					...rule.others,
				]
			: [
					`-${rule.method} -w ${rule.weight}`,
					...formatTunnel(rule.tunnel),
					...rule.others,
					...(rule.upper === 0 && rule.lower === 0
						? []
						: [`-x ${rule.upper} -y ${rule.lower}`]),
				]
	).join(" ");
}

function formatTunnel(tunnel: TunnelRule | undefined): string[] {
	return tunnel === undefined
		? []
		: [
				`--tun-type ${tunnel.type}`,
				...(tunnel.port === undefined ? [] : [`--tun-port ${tunnel.port}`]),
				...(tunnel.checksum === undefined ? [] : [`--tun-${tunnel.checksum}`]),
			];
}
