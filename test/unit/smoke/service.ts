import type { Cluster, Service } from "../../../src/model/cluster.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import type { Scheduler } from "../../../src/model/schedulers.ts";
import { declared } from "../model/declared.ts";

/** A cluster with one service `http` and real servers rs1, rs2 ... of these weights. */
export function clusterOf(
	scheduler: Scheduler,
	weights: readonly number[],
	page = true,
): Cluster {
	return clusterDoor.parse("web", {
		...declared(),
		page,
		realServers: Object.fromEntries(
			weights.map((weight, index) => [
				`rs${index + 1}`,
				{
					host: { address: `192.0.2.${index + 1}` },
					address: `172.18.0.${index + 1}`,
					weight,
				},
			]),
		),
		services: { http: { tcp: 80, scheduler }, admin: { tcp: 8080, scheduler } },
	});
}

export function service(
	scheduler: Scheduler,
	weights: readonly number[],
): Service {
	const [http] = clusterOf(scheduler, weights).services;
	if (http === undefined) throw new Error("no service");
	return http;
}
