import { wayOfRule } from "../../ipvs/forwarding.ts";
import { ruleTunnel } from "../../ipvs/rule-tunnel.ts";
import { formatSetting } from "../../model/link-sysctl.ts";
import { masqueradingOf, packetRulesOf } from "../../model/packet-rules.ts";
import { hostPrefix } from "../../model/written-address.ts";
import { asked, type Hop, type Journey } from "./journey.ts";

/**
 * The hops from the director to the real server, and of the answer.
 *
 * @param vipPort the VIP and the port that the client asks for.
 * @param rs the name of the real server.
 */
export function hopsFromDirector(
	journey: Journey,
	vipPort: string,
	rs: string,
): Hop[] {
	const { director, server } = journey;
	const way = wayOfRule(server);
	const address = server.address.text;
	const own = journey.realServerLinks?.find(({ addresses }) =>
		addresses.includes(address),
	);
	const wayThere: WayThere = {
		journey,
		vipPort,
		rs,
		mac: own?.mac ?? `the next hop to ${address}`,
	};
	if (address === director.desired.ownAddress) return onDirector(wayThere);
	if (way.tunnels) return tunnelled(wayThere);
	return way.rewrites ? rewritten(wayThere) : direct(wayThere);
}

interface WayThere {
	readonly journey: Journey;
	readonly vipPort: string;
	readonly rs: string;
	/** Of the frame to the real server. */
	readonly mac: string;
}

/** By a real server that is the director itself. */
function onDirector({ journey, vipPort, rs }: WayThere): Hop[] {
	const { director, server } = journey;
	return [
		{
			from: director.name,
			to: rs,
			packet: `client -> ${vipPort}, unchanged`,
			because: [
				`${server.address.text} is an address of ${director.name} itself: the packet stays here, and goes up to the socket`,
			],
		},
		{
			from: rs,
			to: "client",
			packet: `${vipPort} -> client`,
			because: ["it answers with the VIP as its source, by its own route"],
		},
	];
}

function direct(wayThere: WayThere): Hop[] {
	const { journey, vipPort, rs, mac } = wayThere;
	const { director, server } = journey;
	const { name, vip = "" } = director;
	return [
		{
			from: name,
			to: rs,
			packet: `client -> ${vipPort}, unchanged; frame to ${mac}`,
			because: [
				`-g: only the MAC address is rewritten; ${name} asks for the MAC address of ${server.address.text} on its own link`,
				`${rs} takes it because it has ${hostPrefix(vip)}`,
			],
		},
		answerPastDirector(wayThere),
	];
}

function tunnelled(wayThere: WayThere): Hop[] {
	const { journey, vipPort, rs, mac } = wayThere;
	const { director, server, realServer } = journey;
	const { name, vip = "", desired } = director;
	return [
		{
			from: name,
			to: rs,
			packet: `${desired.ownAddress} -> ${server.address.text} (${ruleTunnel(server).type}), inside: client -> ${vipPort}; frame to ${mac}`,
			because: [
				"-i: the packet travels in another one, which any router forwards",
				...Object.keys(realServer?.desired.devices ?? {}).map(
					(device) =>
						`${rs} unwraps it on ${device}, whose rp_filter is 2: the client is behind another device`,
				),
				`${rs} takes it because it has ${hostPrefix(vip)}`,
			],
		},
		answerPastDirector(wayThere),
	];
}

/** Of a real server that has the VIP. */
function answerPastDirector({ journey, vipPort, rs }: WayThere): Hop {
	return {
		from: rs,
		to: "client",
		packet: `${vipPort} -> client`,
		because: [
			`${rs} answers with the VIP as its source, by its own route; ${journey.director.name} does not see it`,
			`${formatSetting("arp_announce")} there: it asks for the next hop with an address of its own, never with the VIP`,
		],
	};
}

/** By NAT, and by FULLNAT, where the source is rewritten too. */
function rewritten({ journey, vipPort, rs, mac }: WayThere): Hop[] {
	const { director, server, realServer } = journey;
	const { name } = director;
	const address = server.address.text;
	const { protocol, port: asksFor } = asked(journey);
	const port = server.port || asksFor;
	const masquerading = masqueradingOf(packetRulesOf(director), {
		to: address,
		protocol,
		port,
	});
	const source =
		masquerading === undefined
			? "client"
			: (masquerading.source ?? director.desired.ownAddress);
	return [
		{
			from: name,
			to: rs,
			packet: `${source} -> ${address}:${port}; frame to ${mac}`,
			because: [
				"-m: the destination is rewritten; net.ipv4.ip_forward = 1",
				...(masquerading === undefined
					? []
					: [
							`nftables: ${masquerading.source === undefined ? "masquerade" : `snat to ${source}, which goes where the VIP goes`}; net.ipv4.vs.conntrack = 1`,
						]),
			],
		},
		{
			from: rs,
			to: name,
			packet: `${address}:${port} -> ${source}`,
			because:
				masquerading !== undefined
					? [`the answer goes to ${source} because the request came from there`]
					: Object.entries(realServer?.desired.routes ?? {}).map(
							([selector, route]) => `ip rule ${selector}: ${route}`,
						),
		},
		{
			from: name,
			to: "client",
			packet: `${vipPort} -> client`,
			because: ["IPVS knows the connection and rewrites the source to the VIP"],
		},
	];
}
