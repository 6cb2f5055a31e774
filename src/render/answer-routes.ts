import { forwardings } from "../ipvs/forwarding.ts";
import type { Cluster, RealServer, Service } from "../model/cluster.ts";

/**
 * Selects the answers of a real server that must go back through the director (NAT), as `ip rule` prints selectors. Only
 * these answers take that route. The default route stays as it is, and so does the way by which we reach the real server.
 * Answers to a client on the real server's own link go through the director too.
 */
export function answerRoutes(
	cluster: Cluster,
	{ name, address }: RealServer,
): string[] {
	const selectors = cluster.services
		.filter(
			({ forwarding, servers }) =>
				forwardings[forwarding].answers === "routed" &&
				servers.some((server) => server.name === name),
		)
		.flatMap((service) =>
			answeredPorts(service, name).map(
				({ protocol, port }) =>
					`from ${address} ipproto ${protocol}${port === 0 ? "" : ` sport ${port}`}`,
			),
		);
	return [...new Set(selectors)];
}

function answeredPorts({ match, servers }: Service, name: string) {
	const port = servers.find((server) => server.name === name)?.port ?? 0;
	if (match.protocol !== "fwmark") return [{ protocol: match.protocol, port }];
	return (["tcp", "udp"] as const).flatMap((protocol) =>
		(port === 0 || match[protocol].length === 0 ? match[protocol] : [port]).map(
			(each) => ({ protocol, port: each }),
		),
	);
}
