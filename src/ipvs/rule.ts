import { type Endpoint, formatEndpoint } from "./address.ts";

/** What packets a service is for: those to one address and port, or those with a firewall mark. */
export type Match =
	| ({ readonly protocol: "tcp" | "udp" | "sctp" } & Endpoint)
	| {
			readonly protocol: "fwmark";
			readonly mark: number;
			readonly family: 4 | 6;
	  };

/** One service of the kernel's table. */
export interface ServiceRule {
	readonly kind: "service";
	readonly match: Match;
	readonly scheduler: string;
	/** Undefined: none. */
	readonly persistence: Persistence | undefined;
	/** Each datagram is scheduled by itself. */
	readonly onePacket: boolean;
	/** Of the scheduler, in the order in which ipvsadm prints them. */
	readonly flags: readonly string[];
	/** What we do not know: options of others, as they stand, which are kept. */
	readonly others: readonly string[];
}

export interface Persistence {
	readonly seconds: number;
	/** Clients with the same masked address are kept together. Undefined: each by itself. */
	readonly mask: string | undefined;
}

/** One real server of a service. */
export interface ServerRule extends Endpoint {
	readonly kind: "server";
	readonly service: Match;
	/** `m`: masquerading, `g`: direct routing (gatewaying), `i`: tunnelling, as the letters of ipvsadm. */
	readonly method: "m" | "g" | "i";
	/** 0 to 65535; 0 gets no new connections. */
	readonly weight: number;
	/** Of the packets that `i` makes. Undefined where ipvsadm prints none. */
	readonly tunnel: TunnelRule | undefined;
	/** Connections from which on it gets no new ones, and below which it gets them again; 0: no threshold. */
	readonly upper: number;
	readonly lower: number;
	/** As in a service. */
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

/** Key of a rule -> the rule. In the order in which they were read. */
export type Table = ReadonlyMap<string, Rule>;

const options = { tcp: "-t", udp: "-u", sctp: "--sctp-service" } as const;

/**
 * What names a service for ipvsadm: `-t 172.18.0.70:80`, `-f 7`. It is its key in `Desired.ipvs`, in the record on a host
 * and in a table.
 */
export function serviceKey(match: Match): string {
	return match.protocol === "fwmark"
		? `-f ${match.mark}${match.family === 6 ? " -6" : ""}`
		: `${options[match.protocol]} ${formatEndpoint(match)}`;
}

/** What names a rule: of a real server also itself, `-t 172.18.0.70:80 -r 172.18.0.67:80`. */
export function ruleKey(rule: Rule): string {
	return rule.kind === "service"
		? serviceKey(rule.match)
		: `${serviceKey(rule.service)} -r ${formatEndpoint(rule)}`;
}

/** The service that a rule is of: of a service itself. */
export function matchOf(rule: Rule): Match {
	return rule.kind === "service" ? rule.match : rule.service;
}

export function tableOf(rules: Iterable<Rule>): Table {
	return new Map([...rules].map((rule) => [ruleKey(rule), rule]));
}

export function servicesOf(table: Table): ServiceRule[] {
	return [...table.values()].filter((rule) => rule.kind === "service");
}

/** Key of each service -> its real servers. In one walk: a large table has a thousand services. */
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

/** Whether a real server has nothing beside its way and its weight: no thresholds, no kind of tunnel. */
export function isPlain(rule: Rule): rule is ServerRule {
	return (
		rule.kind === "server" &&
		rule.tunnel === undefined &&
		rule.others.length === 0 &&
		!hasThreshold(rule)
	);
}

/** Whether two rules with the same key are alike in all that ipvsadm can set. */
export function sameAttributes(one: Rule, other: Rule): boolean {
	return formatAttributes(one) === formatAttributes(other);
}

/**
 * What a rule says beside its key, in the canonical form of `ipvsadm -Sn`: `-s wrr -p 60`, `-g -w 2`. After it the thresholds,
 * which ipvsadm does not print there. ipvsadm 1.31: `-E` and `-e` replace every attribute that they do not name, so all stand here.
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
