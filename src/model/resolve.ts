import type { Cluster, Failover } from "./cluster.ts";
import { defaults } from "./defaults.ts";
import type { HostConnection } from "./host.ts";
import type { ReadHost } from "./host-schema.ts";
import { ipvsSysctlKeys, ipvsSysctls } from "./ipvs-sysctls.ts";
import { resolveService } from "./resolve-service.ts";
import { routerIdOf } from "./router-id.ts";
import type { ReadDeclaration } from "./schema.ts";

/** Fills in every default. */
export function resolve(name: string, declaration: ReadDeclaration): Cluster {
	const { vip, page, tunnel, ipvs } = declaration;
	const { type } = tunnel;
	const { tcp, tcpFin, udp } = ipvs?.timeouts ?? {};
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
			([
				name,
				{ host, address, interface: networkInterface, syncInterface },
			]) => ({
				name,
				host: resolveHost(host),
				...address,
				interface: networkInterface,
				syncInterface,
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
	const check = failover?.check;
	return {
		advertSeconds: failover?.advertSeconds ?? defaults.advertSeconds,
		routerId: failover?.routerId ?? routerIdOf(name),
		preemptSeconds: failover?.preemptSeconds,
		tell: failover?.tell,
		check: check && {
			...check,
			timeoutSeconds: check.timeoutSeconds ?? check.everySeconds,
		},
		gateway: failover?.gateway,
		addresses: failover?.addresses ?? [],
	};
}

function resolveSysctls(
	ipvs: ReadDeclaration["ipvs"],
): Readonly<Record<string, string>> {
	return Object.fromEntries(
		ipvsSysctlKeys.flatMap((key) => {
			const value = ipvs?.[key];
			return value === undefined
				? []
				: [[ipvsSysctls[key], String(Number(value))]];
		}),
	);
}

/**
 * Keys that were left out stay out: the default credential and known_hosts file are chosen when we connect to the host. ssh_config is also read then.
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
