import { wayOfRule } from "../../ipvs/forwarding.ts";
import { parseTable } from "../../ipvs/parse-rule.ts";
import { serversOf } from "../../ipvs/rule.ts";
import { gatewayOf } from "../../model/answer-route.ts";
import type { Desired } from "../../model/desired.ts";
import type { Observed } from "../observed.ts";
import { peersByDirectRouting } from "./peers.ts";
import type { Reason } from "./reason.ts";

/** Refuses a real server of NAT whose answers another rule sends elsewhere before our rules are asked. */
export function answersElsewhere(
	{ tables }: Desired,
	{ earlierRules }: Pick<Observed, "earlierRules">,
): Reason[] {
	return earlierRules.map(({ priority, rule }) => ({
		saw: `rule ${priority}: ${rule} is asked before ours, and sends answers to clients elsewhere than back to the director`,
		advice: `Give it a priority above ${tables?.routing}, where it is made (routing-rules of NetworkManager, a script of the cloud; ip rule shows it), or take it away.`,
	}));
}

/** Refuses a real server that the director's packets cannot reach: there is no route, or a router stands where none may (direct routing). */
export function unreachableServers(
	{ ipvs }: Desired,
	{ ways }: Pick<Observed, "ways">,
): Reason[] {
	return serversOf(parseTable(ipvs)).flatMap((rule) => {
		const { text: address } = rule.address;
		const way = ways[address];
		// the real server is on a link of the director's, or a peer of it
		if (way === undefined || "tunnel" in way) return [];
		if (way.router === undefined)
			return [
				{
					saw: `the director has no route to the real server ${address}`,
					advice:
						"Is its link up, and the address right? ip route get shows what the kernel would do.",
				},
			];
		const { passesRouters, words } = wayOfRule(rule);
		return passesRouters
			? []
			: [
					{
						saw: `the director reaches the real server ${address} through the router ${way.router}; ${words} needs it on a link of the director's`,
						advice:
							'Connect both to one link and give the director an address there. Or write forwarding: "tun", which routers pass on.',
					},
				];
	});
}

/** Refuses several real servers behind one VPN that chooses its peer by a packet's destination: by direct routing that is the VIP, which one of them alone can have. */
export function peersOfOneVip(
	desired: Desired,
	observed: Pick<Observed, "ways">,
): Reason[] {
	return peersByDirectRouting(desired, observed)
		.filter(({ addresses }) => addresses.length > 1)
		.map(({ addresses, device }) => ({
			saw: `the director reaches ${addresses.join(", ")} by ${device}, which delivers by destination; direct routing leaves the VIP there, and one of them alone would get its packets`,
			advice: 'Write forwarding: "tun" or "fullnat".',
		}));
}

/** Refuses a real server of NAT whose answers cannot be handed to the director: the kernel takes no next hop that is behind another one. */
export function directorBehindRouter(
	{ routes }: Desired,
	{ ways }: Pick<Observed, "ways">,
): Reason[] {
	const gateways = Object.values(routes).flatMap(
		(route) => gatewayOf(route) ?? [],
	);
	return [...new Set(gateways)].flatMap((gateway) => {
		const way = ways[gateway];
		if (way === undefined || "tunnel" in way) return [];
		return [
			{
				saw:
					way.router === undefined
						? `this real server has no route to the director ${gateway}, and answers of NAT go back through it`
						: `this real server reaches the director ${gateway} through the router ${way.router}, and answers of NAT need it as their next hop`,
				advice: `${way.router === undefined ? "Is its link up, and the address right? " : ""}Give both an address on one link (private networks of many clouds are none: each packet goes through a router there). Or write forwarding: "fullnat", or "tun", which routers pass on.`,
			},
		];
	});
}
