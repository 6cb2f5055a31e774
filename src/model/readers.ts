import type { Problem } from "../errors.ts";
import { forwardings } from "../ipvs/forwarding.ts";
import type { Cluster, Service } from "./cluster.ts";
import type { Database } from "./database.ts";
import { didYouMean } from "./nearest.ts";
import type { ReadsDeclaration } from "./reads.ts";

/** Which replicas are read from, and how. */
export interface Asked {
	/** Name of the service of a cluster. */
	readonly service: string;
	readonly ownWritesSeconds: number;
}

/**
 * How a service of a cluster leads to the replicas of a database, or what is wrong with that service for this purpose: the path of every finding begins with
 * `access.reads`.
 */
export function readers(
	database: Database,
	cluster: Cluster,
	asked: Asked,
): { readonly value: ReadsDeclaration } | { readonly problems: Problem[] } {
	const service = cluster.services.find(({ name }) => name === asked.service);
	const port = service && tcpPort(service);
	if (service === undefined || port === undefined)
		return {
			problems: [
				wrong(
					".service",
					service === undefined
						? `cluster ${cluster.name} has no service ${JSON.stringify(asked.service)}${
								didYouMean(
									asked.service,
									cluster.services.map(({ name }) => name),
								) ||
								`; it has ${cluster.services.map(({ name }) => name).join(", ")}`
							}`
						: `${service.name} of cluster ${cluster.name} is not one TCP port; name the service of the replicas' port`,
				),
			],
		};
	const problems = [
		...noReplicas(database, cluster, service),
		...otherPort(database, service, port),
		...tooShort(database, service, asked),
	];
	return problems.length > 0
		? { problems }
		: {
				value: {
					address: cluster.vip,
					port,
					ownWritesSeconds: asked.ownWritesSeconds,
					machines: machinesOf(cluster, service),
				},
			};
}

function wrong(place: string, message: string): Problem {
	return { path: `access.reads${place}`, message };
}

function tcpPort({ match }: Service): number | undefined {
	return match.protocol === "tcp" && match.port !== "all"
		? match.port
		: undefined;
}

/** Real servers whose engines have other data. The engine that takes writes does not listen at the VIP. */
function noReplicas(
	{ name, replicas }: Database,
	cluster: Cluster,
	service: Service,
): Problem[] {
	const others = service.servers.filter(
		({ address }) => !replicas.some((replica) => replica.address === address),
	);
	return others.length === 0
		? []
		: [
				wrong(
					".service",
					`${others.map((each) => `${each.name} (${each.address})`).join(", ")} of cluster ${cluster.name} ${others.length === 1 ? "is no replica" : "are no replicas"} of database ${name}, whose replicas are ${replicas.map((each) => `${each.name} (${each.address})`).join(", ")}: readers would get other data there; name a service that has only these replicas`,
				),
			];
}

function otherPort(
	database: Database,
	service: Service,
	port: number,
): Problem[] {
	const at = service.servers.map((server) =>
		server.port === "as asked" ? port : server.port,
	);
	const other = at.find((each) => each !== database.port);
	return other === undefined
		? []
		: [
				wrong(
					".service",
					`${service.name} asks its real servers at port ${other}, and the engines listen at ${database.port}; let the service lead there`,
				),
			];
}

/** A replica may be behind for longer than visitors are kept away from the replicas. */
function tooShort(
	{ lagPort }: Database,
	{ check }: Service,
	{ ownWritesSeconds }: Asked,
): Problem[] {
	const lag =
		check?.asks.kind === "http" && check.port === lagPort
			? Number(/^\/lag\/(\d+)$/.exec(check.asks.path)?.[1])
			: Number.NaN;
	return ownWritesSeconds === 0 || !(ownWritesSeconds <= lag)
		? []
		: [
				wrong(
					".ownWritesSeconds",
					`${ownWritesSeconds}, and by the check of this service a replica may be ${lag} seconds behind: visitors would then miss what they wrote; write more than ${lag}, or a smaller maxLagSeconds`,
				),
			];
}

/** The machines that cannot connect to this service: all that have its VIP, or that may be handed their own packets. */
function machinesOf(cluster: Cluster, service: Service): string[] {
	return [
		...cluster.directors.map(({ address }) => address),
		// by FULLNAT the packet has the director's address, whoever sent it
		...(forwardings[service.forwarding].answers === "masqueraded"
			? []
			: service.servers.map(({ address }) => address)),
	];
}
