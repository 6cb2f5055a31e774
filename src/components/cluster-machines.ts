import type { Machine } from "../drill/machine.ts";
import type { Cluster } from "../model/cluster.ts";
import { renderDirector } from "../render/director.ts";
import { renderRealServer } from "../render/real-server.ts";

/** The hosts of a cluster that we set up, each in one of its roles, with the inputs for their plans. */
export function clusterMachines(cluster: Cluster): Machine[] {
	const { name: component, vip, directors, realServers } = cluster;
	return [
		...directors.map((director) => ({
			...{ component, vip, role: "director", name: director.name },
			connection: director.host,
			desired: renderDirector(cluster, director),
		})),
		...realServers.flatMap(({ host, ...realServer }) =>
			host === undefined
				? []
				: {
						...{ component, vip, role: "real-server", name: realServer.name },
						connection: host,
						desired: renderRealServer(cluster, { host, ...realServer }),
					},
		),
	];
}
