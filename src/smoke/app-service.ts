import { DeclarationError } from "../errors.ts";
import type { Cluster } from "../model/cluster.ts";
import { webPorts } from "../model/web-ports.ts";
import type { NamedBy } from "./check.ts";
import type { Way } from "./curl.ts";
import type { Visitor } from "./visitor.ts";
import type { DeclaredApp, WebApp } from "./web-app.ts";

/** The facts for a check about an application and the service in front of it. */
export interface AppService {
	readonly service: string;
	readonly app: WebApp;
	readonly way: Way;
	/** Real servers that get new connections -> the address and port that reach this real server without the VIP. */
	readonly realServers: Readonly<Record<string, string>>;
	/** Whether a client stays with one real server. */
	readonly persistent: boolean;
}

/** @throws DeclarationError where the cluster has no such service, or the application's address is not one of its ports. */
export function appService(
	check: string,
	declared: { readonly service: string; readonly app: DeclaredApp },
	cluster: Cluster,
	named: NamedBy = {},
): AppService {
	const wrong = (path: string, message: string) =>
		new DeclarationError(`${check} of cluster ${cluster.name}`, [
			{ path, message },
		]);
	const service = cluster.services.find(
		({ name }) => name === declared.service,
	);
	if (service === undefined)
		throw wrong(
			"service",
			`no service ${JSON.stringify(declared.service)}; the cluster has ${cluster.services.map(({ name }) => name).join(", ")}`,
		);
	// outputs of resources are resolved at this point, so every value is known
	const app = declared.app as WebApp;
	const url = new URL(app.url);
	const port = Number(app.plainPort ?? portOf(url));
	const { match } = service;
	const ports =
		match.protocol === "fwmark"
			? match.tcp
			: [match.port === "all" ? port : match.port];
	if (match.protocol === "udp" || !ports.includes(port))
		throw wrong(
			"app",
			`${app.plainPort === undefined ? app.url : `port ${app.plainPort}, where ${app.url} comes without TLS,`} is not behind ${service.name}, which has ${match.protocol === "udp" ? "UDP " : ""}port ${ports.join(", ")}`,
		);
	const { scheduler, flags, persistence } = service;
	return {
		service: service.name,
		app,
		way: {
			host: url.hostname,
			port,
			to: `${cluster.vip}:${port}`,
			...(app.certificate === undefined ? {} : { trusts: app.certificate }),
			...(app.plainPort === undefined ? {} : { speaksForTls: true }),
			...named,
		},
		realServers: Object.fromEntries(
			service.servers
				.filter(({ weight }) => weight > 0)
				.map((server) => [
					server.name,
					`${server.address}:${server.port === "as asked" ? port : server.port}`,
				]),
		),
		persistent:
			persistence !== undefined ||
			((scheduler === "sh" || scheduler === "mh") &&
				!flags.includes(`${scheduler}-port`)),
	};
}

function portOf({ port, protocol }: URL): string | number {
	if (port !== "") return port;
	return protocol === "https:" ? webPorts.https : webPorts.http;
}

/** The visitors that together reach every real server: one by the VIP or, where the VIP would keep a visitor with one real server, one for each. */
export function waysToAll(
	{ realServers, persistent }: AppService,
	visitor: Visitor,
): Visitor[] {
	return persistent
		? Object.values(realServers).map((to) => visitor.by(to))
		: [visitor];
}

/** `rs1 10, rs2 10` */
export function formatCounts(counts: Readonly<Record<string, number>>): string {
	return Object.entries(counts)
		.map(([name, count]) => `${name} ${count}`)
		.join(", ");
}
