import { forwardings } from "../ipvs/forwarding.ts";
import {
	type ClusterSketch,
	declaredForwarding,
	servesIn,
	weightIn,
} from "./cluster-sketch.ts";
import type { Finding } from "./finding.ts";

/** Values that are allowed, but hardly meant to stay. */
export function remarks(cluster: ClusterSketch): Finding[] {
	return [everyWeightIsZero, portOfAMarkStays, nobodyLooksAtBoth].flatMap(
		(rule) => rule(cluster),
	);
}

function everyWeightIsZero({
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

/** Imported rules may have one port for all marked packets. The packets never get that port. */
function portOfAMarkStays(cluster: ClusterSketch): Finding[] {
	return (cluster.values.services ?? []).flatMap((service) => {
		const { path, given, values } = service;
		const forwarding = declaredForwarding(cluster, service);
		if (
			forwarding === undefined ||
			forwardings[forwarding].rewrites ||
			!given.includes("fwmark") ||
			values.realServerPort === undefined
		)
			return [];
		const others = [values.tcp ?? [], values.udp ?? []]
			.flat()
			.filter((port) => port !== values.realServerPort);
		return others.length === 0
			? []
			: [
					{
						path: [...path, "realServerPort"],
						message: `it only stands in the table: ${forwardings[forwarding].words} changes no port, so ${others.join(", ")} ${others.length === 1 ? "stays" : "stay"} what ${others.length === 1 ? "it is" : "they are"}`,
					},
				];
	});
}

/** If a machine dies that is a director and a real server, the other director takes over, and still sends clients to that real server. */
function nobodyLooksAtBoth({
	values: { directors = [], realServers = [], services = [] },
}: ClusterSketch): Finding[] {
	const both = directors.find(({ values: { address } }) =>
		realServers.some(
			({ values }) =>
				address !== undefined && values.address === address.address,
		),
	);
	if (both === undefined || directors.length < 2) return [];
	return services
		.filter(({ given }) => !given.includes("check"))
		.map(({ path }) => ({
			path,
			message: `${both.name} is a director and a real server: where it dies, the other director goes on sending clients to it, as nobody looks; write a check, like \`check: { http: "/" }\``,
		}));
}
