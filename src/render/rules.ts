import type { Service } from "../model/cluster.ts";

/**
 * IPVS services and real servers -> attributes, in the canonical form of `ipvsadm -Sn`: always an explicit
 * scheduler, port and weight (reference: ipvsadm 1.31, `-E` and `-e` replace every attribute they do not name).
 */
export function renderRules(
	vip: string,
	services: readonly Service[],
): Record<string, string> {
	return Object.fromEntries(
		services.flatMap((service) => {
			const key = `-t ${vip}:${service.port}`;
			return [
				[key, `-s ${service.scheduler}`],
				...service.servers.map((server) => [
					`${key} -r ${server.address}:${server.port}`,
					`-g -w ${server.weight}`,
				]),
			];
		}),
	);
}
