import { forwardings } from "../ipvs/forwarding.ts";
import type { Cluster, RealServer } from "../model/cluster.ts";
import type { AddressPlace } from "../model/desired.ts";
import { hasBothRoles } from "../model/has-both-roles.ts";
import { programDirectory } from "../model/program-directory.ts";
import { tablesOf } from "../model/tables.ts";
import { tunnelTypes } from "../model/tunnel.ts";
import { answersOf } from "./answer-routes.ts";
import { nftablesPart } from "./nftables.ts";

/** What a real server is made of: its names on the host, and how requests come to it and answers leave. */
export type RealServerParts = ReturnType<typeof realServerParts>;

export function realServerParts(cluster: Cluster, realServer: RealServer) {
	const isDirector = hasBothRoles(cluster, realServer);
	const hasVip =
		// the only director has the VIP anyway, and answers for it
		!(isDirector && cluster.failover === undefined) &&
		cluster.services.some(
			({ forwarding }) => !forwardings[forwarding].rewrites,
		);
	const unwraps = cluster.services.some(
		({ forwarding }) => forwardings[forwarding].tunnels,
	);
	const { device, modules } = tunnelTypes[cluster.tunnel.type];
	// the kernel's source check (fib_validate_source) drops every packet that arrives on a device without an address
	const holder: AddressPlace = unwraps ? device : "lo";
	const answers = answersOf(cluster, realServer);
	const packets = nftablesPart(
		cluster.name,
		{
			...answers.chains,
			...(unwraps ? { output: [clampedSegments(cluster)] } : {}),
		},
		answers.ftp ? "ftp" : undefined,
	);
	const ruleCount = Object.keys(packets.nftables).length;
	const tables = tablesOf(cluster.name);
	return {
		cluster,
		realServer,
		unit: `lvs-${cluster.name}-real-server`,
		directory: programDirectory(cluster.name),
		isDirector,
		hasVip,
		/** Whether packets come to it through a tunnel, by this device. */
		unwraps,
		device,
		/** Modules of the kernel for the tunnel. */
		tunnelModules: modules,
		holder,
		gateway: cluster.failover?.gateway ?? cluster.directors[0]?.address,
		answers,
		/** Whether answers have a route of their own. */
		routed: answers.selectors.length > 0,
		packets,
		ruleCount,
		tables,
		/** The name of its table; undefined: it has none. */
		nftables: ruleCount === 0 ? undefined : tables.nftables,
	};
}

/**
 * Limits the size of TCP segments. A client's packets come through a tunnel and must leave room for the outer header. The director announces this by ICMP,
 * which many networks drop, so the real server asks for shorter segments when a connection opens.
 */
function clampedSegments({ vip }: Cluster): string {
	return `ip saddr ${vip} tcp flags syn / syn,rst tcp option maxseg size set 1400`;
}
