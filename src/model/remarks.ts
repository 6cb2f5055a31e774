import { type ClusterSketch, servesIn, weightIn } from "./cluster-sketch.ts";
import type { Finding } from "./finding.ts";

/** What is allowed, and hardly meant for long. */
export function remarks({
	values: { services = [], realServers = [] },
}: ClusterSketch): Finding[] {
	return services
		.filter((service) => {
			const serving = realServers.filter((each) => servesIn(service, each));
			return (
				serving.length > 0 &&
				serving.every((each) => weightIn(service, each) === 0)
			);
		})
		.map(({ path }) => ({
			path,
			message:
				"the weight of every real server is 0, so new connections are refused; give one a weight of 1 or more",
		}));
}
