import { forwardings } from "../ipvs/forwarding.ts";
import type { Check, Cluster, Failover, Service } from "./cluster.ts";
import { defaults } from "./defaults.ts";
import type { HostConnection } from "./host.ts";
import type { ReadHost } from "./host-schema.ts";
import { routerIdOf } from "./router-id.ts";
import { schedulerFlagNames } from "./scheduler-flags.ts";
import type { ReadDeclaration } from "./schema.ts";

type ReadService = ReadDeclaration["services"][string];

/** Fills in every default. */
export function resolve(name: string, declaration: ReadDeclaration): Cluster {
	const { vip, page, tunnel, ipvs } = declaration;
	const { type } = tunnel;
	const { tcp = 0, tcpFin = 0, udp = 0 } = ipvs?.timeouts ?? {};
	return {
		name,
		vip,
		tunnel: {
			type,
			port: type === "gue" ? (tunnel.port ?? defaults.guePort) : undefined,
		},
		drainSeconds: declaration.drainSeconds,
		page,
		openFilters: declaration.openFilters,
		directors: Object.entries(declaration.directors).map(
			([name, { host, address, interface: networkInterface }]) => ({
				name,
				host: resolveHost(host),
				...address,
				interface: networkInterface,
			}),
		),
		failover:
			Object.keys(declaration.directors).length > 1
				? resolveFailover(name, declaration.failover)
				: undefined,
		realServers: Object.entries(declaration.realServers).map(
			([name, { host, address, interface: networkInterface }]) => ({
				name,
				host: host && resolveHost(host),
				address,
				interface: networkInterface,
			}),
		),
		services: Object.entries(declaration.services).map(([name, service]) =>
			resolveService(name, service, declaration),
		),
		ipvsSysctls: resolveSysctls(ipvs),
		timeouts: { tcp, tcpFin, udp },
	};
}

function resolveFailover(
	name: string,
	failover: ReadDeclaration["failover"],
): Failover {
	return {
		advertSeconds: failover?.advertSeconds ?? defaults.advertSeconds,
		routerId: failover?.routerId ?? routerIdOf(name),
		preemptSeconds: failover?.preemptSeconds,
		tell: failover?.tell,
		gateway: failover?.gateway,
	};
}

function resolveService(
	name: string,
	service: ReadService,
	{ realServers, forwarding: usual }: ReadDeclaration,
): Service {
	const { persistence, onePacket = false } = service;
	const forwarding = service.forwarding ?? usual;
	const match = resolveMatch(service);
	const overrides = new Map(Object.entries(service.realServers ?? {}));
	const port =
		match.protocol === "fwmark" || match.port === "all"
			? "as asked"
			: match.port;
	return {
		name,
		match,
		forwarding,
		scheduler: service.scheduler,
		flags: schedulerFlagNames.filter((flag) => service.flags?.includes(flag)),
		persistence,
		onePacket,
		check: service.check && resolveCheck(service.check, match),
		sorry:
			service.sorry === undefined
				? undefined
				: {
						name: service.sorry,
						...(service.quorum ?? { below: 1, backFrom: 1 }),
					},
		whenAllFail: service.whenAllFail ?? defaults.whenAllFail,
		servers: Object.entries(realServers)
			.filter(([name]) => overrides.get(name)?.serves !== false)
			.map(([name, { address, weight }]) => {
				const own = overrides.get(name);
				return {
					name,
					address,
					port:
						forwardings[forwarding].rewrites || match.protocol === "fwmark"
							? (service.realServerPort ?? port)
							: port,
					weight: name === service.sorry ? 0 : (own?.weight ?? weight),
					upper: own?.upper ?? 0,
					lower: own?.lower ?? 0,
				};
			}),
	};
}

/** The rules made sure that there is one kind, and a port to ask. */
function resolveCheck(
	check: NonNullable<ReadService["check"]>,
	match: Service["match"],
): Check {
	const { everySeconds, timeoutSeconds = everySeconds, failures } = check;
	const [first = "all"] =
		match.protocol === "fwmark" ? [...match.tcp, ...match.udp] : [match.port];
	const { port = first } = check;
	if (port === "all")
		throw new Error("a check without a port: the rules have let it pass");
	return {
		asks: resolveAsks(check),
		everySeconds,
		timeoutSeconds,
		failures,
		port,
	};
}

function resolveAsks(check: NonNullable<ReadService["check"]>): Check["asks"] {
	const { http, https, dns, udp, command } = check;
	if (udp !== undefined) return { kind: "udp", ...udp };
	if (dns !== undefined)
		return { kind: "dns", name: dns, recordType: check.recordType ?? "A" };
	if (command !== undefined)
		return {
			kind: "command",
			path: command,
			runAs: check.runAs ?? defaults.checkUser,
		};
	const path = http ?? https;
	if (path === undefined) return { kind: "tcp" };
	return {
		kind: http === undefined ? "https" : "http",
		path,
		hostName: check.hostName,
		status: check.status ?? defaults.checkStatus,
		text: check.text,
	};
}

function resolveMatch({ tcp, udp, fwmark }: ReadService): Service["match"] {
	const list = (ports: typeof tcp) => (Array.isArray(ports) ? ports : []);
	if (fwmark !== undefined)
		return {
			protocol: "fwmark",
			mark: fwmark,
			tcp: list(tcp),
			udp: list(udp),
		};
	return tcp === undefined
		? { protocol: "udp", port: Number(udp) }
		: { protocol: "tcp", port: tcp === "all" ? tcp : Number(tcp) };
}

function resolveSysctls(
	ipvs: ReadDeclaration["ipvs"],
): Readonly<Record<string, string>> {
	const values = {
		expire_nodest_conn: ipvs?.expireNodestConn,
		expire_quiescent_template: ipvs?.expireQuiescentTemplate,
		conn_reuse_mode: ipvs?.connReuseMode,
		sloppy_tcp: ipvs?.sloppyTcp,
	};
	return Object.fromEntries(
		Object.entries(values).flatMap(([key, value]) =>
			value === undefined ? [] : [[key, String(Number(value))]],
		),
	);
}

/**
 * Keys that were left out stay out: the default credential and known_hosts file are chosen when the host is connected to, and what
 * ssh_config says is asked then.
 */
export function resolveHost({ jump, ...declared }: ReadHost): HostConnection {
	const { sshConfig = false, sudo, user } = declared;
	const decided = {
		...(sshConfig === false
			? { port: defaults.sshPort, user: defaults.user }
			: {}),
		...withoutUndefined(declared),
		sudo:
			sudo ??
			(sshConfig === false || user !== undefined
				? (user ?? defaults.user) !== defaults.user
				: undefined),
		...(jump === undefined ? {} : { jump: resolveHost(jump) }),
	};
	return withoutUndefined(decided) as HostConnection;
}

function withoutUndefined<Of extends object>(of: Of): Partial<Of> {
	return Object.fromEntries(
		Object.entries(of).filter(([, value]) => value !== undefined),
	) as Partial<Of>;
}
