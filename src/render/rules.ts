import { forwardings } from "../ipvs/forwarding.ts";
import { ipvsadmDefaults } from "../ipvs/ipvsadm-defaults.ts";
import type { Rule, ServerRule, ServiceRule } from "../ipvs/rule.ts";
import { formatAttributes, type Match, ruleKey } from "../ipvs/rule.ts";
import type { Cluster, Service, ServiceServer } from "../model/cluster.ts";
import { anyPort, matchOf } from "../model/service-match.ts";
import { ruleAddress } from "../model/written-address.ts";
import { forwardingTo, serversOf } from "./sorry-page.ts";

/** The IPVS services and real servers of a cluster, in the order declared. Scheduler, port and weight are always explicit. */
export function rulesOf(cluster: Cluster): Rule[] {
	return cluster.services.flatMap((service) => {
		const match = matchOf(cluster.vip, service);
		return [
			serviceRule(match, service),
			...serversOf(cluster, service).map((server) =>
				serverRuleOf(cluster, service, server),
			),
		];
	});
}

/** Rules in the form that previews show and Pulumi keeps: key -> attributes. */
export function writtenRules(rules: readonly Rule[]): Record<string, string> {
	return Object.fromEntries(
		rules.map((rule) => [ruleKey(rule), formatAttributes(rule)]),
	);
}

function serviceRule(
	match: Match,
	{ scheduler, persistence, onePacket, flags }: Service,
): ServiceRule {
	return {
		kind: "service",
		match,
		scheduler,
		persistence:
			persistence === undefined
				? undefined
				: {
						seconds: persistence.seconds,
						// ipvsadm does not print its default mask
						mask:
							persistence.mask === ipvsadmDefaults.mask
								? undefined
								: persistence.mask,
					},
		onePacket,
		flags,
		others: [],
	};
}

/** The rule of one real server in a service. */
export function serverRuleOf(
	cluster: Cluster,
	service: Service,
	server: ServiceServer,
): ServerRule {
	const { address, port, weight, upper, lower } = server;
	const { tunnel } = cluster;
	const { method, tunnels } =
		forwardings[forwardingTo(cluster, service, server)];
	return {
		kind: "server",
		service: matchOf(cluster.vip, service),
		address: ruleAddress(address),
		port: port === "as asked" ? anyPort : port,
		method,
		weight,
		tunnel: tunnels
			? {
					type: tunnel.type,
					port: tunnel.port,
					// ipvsadm prints `nocsum` if no checksum is declared
					checksum: tunnel.type === "ipip" ? undefined : "nocsum",
				}
			: undefined,
		upper,
		lower,
		others: [],
	};
}
