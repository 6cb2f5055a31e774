import { forwardings } from "../ipvs/forwarding.ts";
import type { Cluster, RealServer } from "../model/cluster.ts";
import type { Desired } from "../model/desired.ts";
import { answersFromVip } from "./checked-services.ts";

/**
 * Addresses that lead to a director, which drops the answers of a real server that has the VIP. Nothing where we let directors both take such packets, for their
 * checks, and forward, for NAT.
 */
export function closedGateways(
	cluster: Cluster,
	realServer: RealServer,
): Pick<Desired, "closedGateways"> {
	const { directors, failover, services } = cluster;
	const forwards = services.some(
		({ forwarding }) => forwardings[forwarding].rewrites,
	);
	if (forwards && answersFromVip(cluster)) return {};
	const addresses = [
		...directors.map(({ address }) => address),
		...(failover?.gateway === undefined ? [] : [failover.gateway]),
		...(failover?.addresses ?? []),
	].filter((address) => address !== realServer.address);
	return { closedGateways: [...new Set(addresses)] };
}
