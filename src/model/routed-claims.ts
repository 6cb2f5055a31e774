import { forwardings } from "../ipvs/forwarding.ts";
import type { Ipv4 } from "./address.ts";
import { type Claim, machineNames } from "./claim.ts";
import {
	type ClusterSketch,
	declaredForwarding,
	type RealServerSketch,
	type ServiceSketch,
	servesIn,
} from "./cluster-sketch.ts";

/** Real servers whose answers use a routing table of the cluster, back through the director. */
export function tableClaims(cluster: ClusterSketch, table: number): Claim[] {
	const routed = routedServices(cluster);
	return ownServers(cluster)
		.filter((realServer) =>
			routed.some((service) => servesIn(service, realServer)),
		)
		.map(
			({ name, values: { host, address } }): Claim => ({
				kind: "table",
				path: ["name"],
				table,
				realServer: name,
				machine: machineNames(host, address),
			}),
		);
}

/** The ports of real servers whose answers use it. */
export function answerClaims(cluster: ClusterSketch): Claim[] {
	const { directors = [] } = cluster.values;
	const gateway = gatewayOf(cluster);
	if (gateway === undefined) return [];
	const director = directors.flatMap(({ values: { host, address } }) =>
		machineNames(host, address?.address),
	);
	return routedServices(cluster).flatMap((service) =>
		ownServers(cluster)
			.filter((realServer) => servesIn(service, realServer))
			.flatMap(({ name, values: { host, address } }) =>
				address === undefined
					? []
					: portsAt(service).map(
							(port): Claim => ({
								kind: "answers",
								path: service.path,
								packets: { by: "source", address, ...port },
								gateway,
								director,
								realServer: name,
								machine: machineNames(host, address),
							}),
						),
			),
	);
}

/** We do not set the way back of real servers without a host. */
function ownServers({
	values: { realServers = [] },
}: ClusterSketch): RealServerSketch[] {
	return realServers.filter(({ given }) => given.includes("host"));
}

function routedServices(cluster: ClusterSketch): ServiceSketch[] {
	return (cluster.values.services ?? []).filter((service) => {
		const forwarding = declaredForwarding(cluster, service);
		return (
			forwarding !== undefined && forwardings[forwarding].answers === "routed"
		);
	});
}

/** The ports of a real server to which a service leads. Ports that are bad or not known yet are left out. */
function portsAt({ given, values }: ServiceSketch) {
	return (["tcp", "udp"] as const).flatMap((protocol) =>
		[values[protocol] ?? []].flat().flatMap((asked) => {
			const port = given.includes("realServerPort")
				? values.realServerPort
				: asked;
			return port === undefined ? [] : [{ protocol, port }];
		}),
	);
}

function gatewayOf({
	values: { directors = [], failover },
}: ClusterSketch): Ipv4 | undefined {
	return directors.length < 2
		? directors[0]?.values.address?.address
		: failover?.values.gateway;
}
