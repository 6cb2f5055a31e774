import { forwardings } from "../ipvs/forwarding.ts";
import { type ClusterSketch, declaredForwarding } from "./cluster-sketch.ts";
import type { Finding } from "./finding.ts";
import { formatPath } from "./path.ts";

/** What must hold where a director is a real server of its own cluster (docs/decisions/0040-directors-that-serve.md). */
export const bothRolesRules = [byAWayThatGoes, byItsOwnLink];

/** The directors that are real servers too, with their path as a real server. */
export function machinesOfBoth({
	values: { directors = [], realServers = [] },
}: ClusterSketch) {
	return directors.flatMap((director) => {
		const address = director.values.address?.address;
		const realServer = realServers.find(
			({ values }) => address !== undefined && values.address === address,
		);
		return realServer === undefined ? [] : [{ director, realServer }];
	});
}

function byAWayThatGoes(cluster: ClusterSketch): Finding[] {
	const [first] = machinesOfBoth(cluster);
	if (first === undefined) return [];
	const wrong = (cluster.values.services ?? []).flatMap((service) => {
		const forwarding = declaredForwarding(cluster, service);
		if (forwarding === undefined) return [];
		const { notOnDirectors } = forwardings[forwarding];
		if (notOnDirectors === undefined) return [];
		const path = service.given.includes("forwarding")
			? [...service.path, "forwarding"]
			: ["forwarding"];
		return [{ path, forwarding, notOnDirectors }];
	});
	return wrong
		.filter(
			({ path }, index) =>
				index ===
				wrong.findIndex((other) => formatPath(other.path) === formatPath(path)),
		)
		.map(({ path, forwarding, notOnDirectors }) => ({
			path,
			message: `"${forwarding}" does not go where ${formatPath(first.director.path)} is a real server too: ${notOnDirectors}; forward by "dr", or take it out of realServers`,
		}));
}

/** Packets that one director hands to another travel on the link on which they exchange adverts. The VIP must be there, and nowhere else. */
function byItsOwnLink(cluster: ClusterSketch): Finding[] {
	return machinesOfBoth(cluster).flatMap(({ director, realServer }) =>
		[director, realServer]
			.filter(({ given }) => given.includes("interface"))
			.map(({ path }) => ({
				path: [...path, "interface"],
				message:
					"a director that is a real server too has the VIP on the link of its own address; leave it out",
			})),
	);
}
