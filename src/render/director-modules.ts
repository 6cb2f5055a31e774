import { forwardings } from "../ipvs/forwarding.ts";
import type { Cluster } from "../model/cluster.ts";

/** The kernel modules of a director. */
export function modulesOf({ services }: Cluster): string[] {
	const ftp = services.some(
		({ match, forwarding }) =>
			forwardings[forwarding].answers === "routed" &&
			match.protocol === "tcp" &&
			match.port === 21,
	);
	return [
		"ip_vs",
		...new Set(services.map(({ scheduler }) => `ip_vs_${scheduler}`)),
		...(ftp ? [ftpHelper] : []),
	];
}

/** No rule holds this module, so somebody may unload it. */
export const ftpHelper = "ip_vs_ftp";
