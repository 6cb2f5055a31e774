import { forwardings } from "../ipvs/forwarding.ts";
import type { Cluster, Service } from "../model/cluster.ts";
import { keyOfService } from "../model/service-match.ts";

/** Whether answers of real servers come back with the VIP as their source, which the director has itself. */
export function answersFromVip(cluster: Cluster): boolean {
	return cluster.services.some(
		({ check, forwarding, servers }) =>
			!forwardings[forwarding].rewrites &&
			[check, ...servers.map((server) => server.check)].some(
				(each) => each !== undefined && each.asks.kind !== "command",
			),
	);
}

/** The services that keep all their real servers if all of them fail, in ipvsadm's words. */
export function servicesKept(cluster: Cluster): string[] {
	return cluster.services
		.filter(
			({ check, whenAllFail, servers }) =>
				check !== undefined && whenAllFail === "keepAll" && servers.length > 0,
		)
		.map((service) => keyOfService(cluster.vip, service));
}

/** The checked services whose clients may send by UDP, in ipvsadm's words. */
export function checkedUdpServices(cluster: Cluster): string[] {
	return cluster.services
		.filter((service) => service.check !== undefined && takesUdp(service))
		.map((service) => keyOfService(cluster.vip, service));
}

/** Whether clients of the service may send by UDP. */
export function takesUdp({ match }: Service): boolean {
	return (
		match.protocol === "udp" ||
		(match.protocol === "fwmark" && match.udp.length > 0)
	);
}
