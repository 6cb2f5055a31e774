import { askedPlace } from "./asked-place.ts";
import type { Cluster } from "./cluster.ts";
import type { Finding } from "./finding.ts";
import { mostPlaces } from "./own-mark.ts";

/** Each place that is checked has a mark of its own, and the number of marks of a cluster is limited. */
export function notTooManyPlaces({ services }: Cluster): Finding[] {
	const places = new Set(
		services.flatMap((service) =>
			service.servers.flatMap((server) => {
				const check = server.check ?? service.check;
				if (check === undefined) return [];
				const { place, definition } = askedPlace(service, server, check);
				return [`${place} ${definition}`];
			}),
		),
	);
	const pages = services.filter(
		({ sorry }) => sorry !== undefined && "page" in sorry.who,
	);
	const count = places.size + pages.length;
	return count <= mostPlaces
		? []
		: [
				{
					path: ["services"],
					message: `their checks ask real servers at ${count} places, and a director can tell ${mostPlaces} apart; let services share them, by the same \`check\` with the same \`port\`, or move some services to a cluster of their own`,
				},
			];
}
