import {
	type Forwarding,
	forwardingOf,
	forwardings,
} from "../ipvs/forwarding.ts";
import { type Match, type ServerRule, usualPort } from "../ipvs/rule.ts";
import { defaults } from "../model/defaults.ts";
import { Missing } from "./missing.ts";
import type { ReadServer, ReadService, ReadSorry } from "./read-rules.ts";

/** The settings of a service besides those of its cluster. */
export function declareService(
	service: ReadService,
	cluster: {
		readonly names: ReadonlyMap<string, string>;
		readonly usual: ReadonlyMap<string, number>;
		readonly forwarding: Forwarding;
	},
): Record<string, unknown> {
	const { rule, servers } = service;
	const { match, scheduler, flags, persistence, onePacket } = rule;
	const forwarding = forwardingIn(service);
	const port = realServerPort(service);
	const own = [...cluster.names].flatMap(([address, name]) => {
		if (address === service.sorry?.value.address) return [];
		const server = serverAt(address, servers);
		const differs =
			server === undefined
				? { serves: false }
				: {
						...different(
							server.rule,
							cluster.usual.get(address) ?? defaults.weight,
						),
						...(server.check === undefined
							? {}
							: { check: server.check.value }),
					};
		return Object.keys(differs).length === 0 ? [] : [[name, differs]];
	});
	return {
		...portsOf(match),
		scheduler,
		...(flags.length === 0 ? {} : { flags }),
		...(persistence === undefined
			? {}
			: {
					persistence: {
						seconds: persistence.seconds,
						...(persistence.mask === undefined
							? {}
							: { mask: persistence.mask }),
					},
				}),
		...(onePacket ? { onePacket } : {}),
		...(forwarding === cluster.forwarding ? {} : { forwarding }),
		...(port === undefined ? {} : { realServerPort: port }),
		...(service.check === undefined ? {} : { check: service.check.value }),
		...(service.sorry === undefined
			? {}
			: { sorry: sorryIn(service.sorry.value, cluster.names) }),
		...(service.quorum === undefined ? {} : { quorum: service.quorum.value }),
		...(own.length === 0 ? {} : { realServers: Object.fromEntries(own) }),
	};
}

function sorryIn({ address }: ReadSorry, names: ReadonlyMap<string, string>) {
	return address === undefined
		? { page: new Missing("what it says", "sorry") }
		: names.get(address);
}

function portsOf(match: Match): object {
	if (match.protocol === "fwmark")
		return { fwmark: match.mark, tcp: new Missing("that get the mark") };
	if (match.protocol === "udp") return { udp: match.port };
	return { tcp: match.port === 0 ? "all" : match.port };
}

/** The port on the real servers, if it is not that of the service. A mark has no port, so for a mark it is always declared. */
function realServerPort(service: ReadService): number | undefined {
	const { match } = service.rule;
	const port = service.servers[0]?.rule.port ?? 0;
	const usual = usualPort(match);
	return port === usual ||
		!(
			match.protocol === "fwmark" || forwardings[forwardingIn(service)].rewrites
		)
		? undefined
		: port;
}

function serverAt(
	address: string,
	servers: readonly ReadServer[],
): ReadServer | undefined {
	return servers.find(({ rule }) => rule.address.text === address);
}

function different({ weight, upper, lower }: ServerRule, usual: number) {
	return {
		...(weight === usual ? {} : { weight }),
		...(upper === 0 ? {} : { upper }),
		...(lower === 0 ? {} : { lower }),
	};
}

/** The forwarding of its real servers, which agree. */
export function forwardingIn({ servers: [first] }: ReadService): Forwarding {
	return first === undefined ? "dr" : forwardingOf(first.rule);
}
