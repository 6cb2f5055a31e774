import type { Cluster } from "./cluster.ts";
import type { HostConnection } from "./host.ts";
import type { ReadHost } from "./host-schema.ts";
import type { ReadDeclaration } from "./schema.ts";

const defaults = {
	page: true,
	port: 22,
	user: "root",
	scheduler: "wlc",
	weight: 1,
} as const;

/** Decides every default. */
export function resolve(name: string, declaration: ReadDeclaration): Cluster {
	const { vip, forwarding, page } = declaration;
	const realServers = Object.entries(declaration.realServers);
	return {
		name,
		vip,
		forwarding,
		page: page ?? defaults.page,
		directors: Object.entries(declaration.directors).map(
			([name, { host, address, interface: networkInterface }]) => ({
				name,
				host: resolveHost(host),
				...address,
				interface: networkInterface,
			}),
		),
		realServers: realServers.map(
			([name, { host, address, interface: networkInterface }]) => ({
				name,
				host: resolveHost(host),
				address,
				interface: networkInterface,
			}),
		),
		services: Object.entries(declaration.services).map(([name, service]) => {
			const overrides = new Map(Object.entries(service.realServers ?? {}));
			return {
				name,
				protocol: "tcp",
				port: service.tcp,
				scheduler: service.scheduler ?? defaults.scheduler,
				servers: realServers.map(([name, { address, weight }]) => ({
					name,
					address,
					port: service.realServerPort ?? service.tcp,
					weight: overrides.get(name)?.weight ?? weight ?? defaults.weight,
				})),
			};
		}),
	};
}

/** Keys that were left out stay out: which credential or known_hosts file is used by default is found where the program runs. */
function resolveHost({ jump, ...declared }: ReadHost): HostConnection {
	const user = declared.user ?? defaults.user;
	const decided = {
		...declared,
		port: declared.port ?? defaults.port,
		user,
		sudo: declared.sudo ?? user !== defaults.user,
		...(jump === undefined ? {} : { jump: resolveHost(jump) }),
	};
	return Object.fromEntries(
		Object.entries(decided).filter(([, value]) => value !== undefined),
	) as unknown as HostConnection;
}
