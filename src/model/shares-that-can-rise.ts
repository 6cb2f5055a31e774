import {
	type ClusterSketch,
	checksOf,
	servesIn,
	weightIn,
} from "./cluster-sketch.ts";
import { defaults } from "./defaults.ts";
import type { Finding } from "./finding.ts";
import type { Scheduler } from "./schedulers.ts";

/** The schedulers that give each real server a share by its weight, and move no client when a weight changes. */
const sharing: readonly Scheduler[] = [
	"wrr",
	"wlc",
	"lblc",
	"lblcr",
	"sed",
	"nq",
	"twos",
];

/** A weight that rises slowly needs a scheduler that gives shares, and a weight larger than 1. */
export function sharesThatCanRise(cluster: ClusterSketch): Finding[] {
	const { realServers = [] } = cluster.values;
	return checksOf(cluster).flatMap(([check, service]): Finding[] => {
		const { scheduler = defaults.scheduler } = service.values;
		if (!check.given.includes("slowStartSeconds")) return [];
		const path = [...check.path, "slowStartSeconds"];
		if (!sharing.includes(scheduler))
			return [
				{
					path,
					message: `has no use with the scheduler ${scheduler}, which gives nobody a share by its weight that could rise; take one of ${sharing.join(", ")}, or leave this out`,
				},
			];
		const weights = realServers
			.filter((realServer) => servesIn(service, realServer))
			.map((realServer) => weightIn(service, realServer) ?? defaults.weight);
		return weights.length > 0 && Math.max(...weights) < 2
			? [
					{
						path,
						message:
							"has no use where every weight is 1, as a weight is a whole number: write larger ones, like weight: 10 for each real server",
					},
				]
			: [];
	});
}
