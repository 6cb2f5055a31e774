import { forwardings } from "../ipvs/forwarding.ts";
import type { Cluster, Failover } from "../model/cluster.ts";
import { guardOf, tablesOf } from "../model/tables.ts";
import { portSet } from "./nftables.ts";
import { portsAt, portsOf } from "./service-ports.ts";

/** The values that the files of all directors of a cluster have in common, for their templates. */
export function failoverView(cluster: Cluster, failover: Failover) {
	const { name, vip, services } = cluster;
	const routed = services.filter(
		({ forwarding }) => forwardings[forwarding].answers === "routed",
	);
	const masqueraded =
		failover.gateway === undefined
			? []
			: services.filter(
					({ forwarding }) => forwardings[forwarding].answers === "masqueraded",
				);
	// it takes the VIP when no advert has come for the time of up to four; five seconds are left for what comes before and after
	const settleTenths = Math.ceil(failover.advertSeconds * 40) + 50;
	return {
		cluster: name,
		vip,
		table: guardTable(name),
		// real servers that use the gateway, which moves with the VIP
		sources: addressesOf(masqueraded),
		routerId: failover.routerId,
		advertSeconds: failover.advertSeconds,
		settleTenths,
		// systemd ends a start after 90 s; elsewhere the unit stays as it is, as another one would restart it
		startSeconds:
			settleTenths > 750 ? String(Math.ceil(settleTenths / 10) + 30) : "",
		preempts: failover.preemptSeconds !== undefined,
		preemptSeconds: String(failover.preemptSeconds),
		gateway: failover.gateway ?? "",
		tell: failover.tell ?? "",
		ports: matches("dport", services.flatMap(portsOf)),
		servers: addressesOf(routed),
		answers: matches(
			"sport",
			routed.flatMap((service) =>
				service.servers.flatMap((server) => portsAt(service, server)),
			),
		),
	};
}

function addressesOf(services: Cluster["services"]): string {
	return distinct(
		services.flatMap(({ servers }) => servers.map(({ address }) => address)),
	).join(", ");
}

/** Our nftables table that drops packets on a director that does not have the VIP. */
export function guardTable(cluster: string): string {
	return guardOf(tablesOf(cluster).nftables);
}

/** Matches the TCP ports among these, as it follows `tcp`: empty for all ports. */
function matches(
	side: "dport" | "sport",
	all: ReturnType<typeof portsOf>,
): string[] {
	const lists = all.flatMap(([protocol, ports]) =>
		protocol === "tcp" ? [ports] : [],
	);
	if (lists.length === 0) return [];
	if (lists.includes("all")) return [""];
	const ports = distinct(lists.flatMap((list) => (list === "all" ? [] : list)));
	return [` ${side} ${portSet(ports)}`];
}

function distinct<Of>(all: readonly Of[]): Of[] {
	return [...new Set(all)];
}
