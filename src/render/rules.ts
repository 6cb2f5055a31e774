import type { Cluster, Service, ServiceServer } from "../model/cluster.ts";

const options = { nat: "-m", fullnat: "-m", dr: "-g", tun: "-i" } as const;

/**
 * IPVS services and real servers -> attributes, in the canonical form of `ipvsadm -Sn`: always an explicit
 * scheduler, port and weight (reference: ipvsadm 1.31, `-E` and `-e` replace every attribute they do not name), and after
 * it the thresholds, which ipvsadm does not print there.
 */
export function renderRules(cluster: Cluster): Record<string, string> {
	return Object.fromEntries(
		cluster.services.flatMap((service) => {
			const key = serviceKey(cluster.vip, service);
			return [
				[key, serviceAttributes(service)],
				...service.servers.map((server) => [
					`${key} -r ${server.address}:${server.port}`,
					serverAttributes(cluster, service, server),
				]),
			];
		}),
	);
}

/** `-t 172.18.0.70:80`, `-u 172.18.0.70:53`, `-f 7` */
export function serviceKey(vip: string, { match }: Service): string {
	return match.protocol === "fwmark"
		? `-f ${match.mark}`
		: `${match.protocol === "tcp" ? "-t" : "-u"} ${vip}:${match.port}`;
}

function serviceAttributes(service: Service): string {
	const { scheduler, persistence, onePacket, flags } = service;
	return [
		`-s ${scheduler}`,
		...(persistence === undefined ? [] : [`-p ${persistence.seconds}`]),
		...(persistence === undefined || persistence.mask === "255.255.255.255"
			? []
			: [`-M ${persistence.mask}`]),
		...(onePacket ? ["-o"] : []),
		...(flags.length === 0 ? [] : [`-b ${flags.join(",")}`]),
	].join(" ");
}

function serverAttributes(
	{ tunnel }: Cluster,
	{ forwarding }: Service,
	{ weight, upper, lower }: ServiceServer,
): string {
	return [
		`${options[forwarding]} -w ${weight}`,
		...(forwarding === "tun" ? [`--tun-type ${tunnel.type}`] : []),
		...(forwarding === "tun" && tunnel.port !== undefined
			? [`--tun-port ${tunnel.port}`]
			: []),
		// what ipvsadm prints where no checksum was asked for
		...(forwarding === "tun" && tunnel.type !== "ipip" ? ["--tun-nocsum"] : []),
		...(upper === 0 ? [] : [`-x ${upper} -y ${lower}`]),
	].join(" ");
}
