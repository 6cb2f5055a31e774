import type { Link } from "../../host/operations/read-links.ts";
import { wayOfRule } from "../../ipvs/forwarding.ts";
import {
	formatAttributes,
	ruleKey,
	type ServerRule,
	type ServiceRule,
} from "../../ipvs/rule.ts";
import { ruleTunnel } from "../../ipvs/rule-tunnel.ts";
import { formatSetting } from "../../model/link-sysctl.ts";
import {
	markedWith,
	masqueradingOf,
	packetRulesOf,
} from "../../model/packet-rules.ts";
import { webPorts } from "../../model/web-ports.ts";
import { hostPrefix } from "../../model/written-address.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";

/** The facts for one packet's path: the rules that it meets, and the network devices of the machines. */
export interface Journey {
	readonly service: ServiceRule;
	/** The real server that serves as the example. */
	readonly server: ServerRule;
	readonly director: HostInputs;
	readonly directorLinks: readonly Link[];
	/** Undefined if we do not set up this real server. */
	readonly realServer: HostInputs | undefined;
	readonly realServerLinks: readonly Link[] | undefined;
}

export interface Hop {
	readonly from: string;
	readonly to: string;
	/** The addresses of the packet, and of the frame that carries it. */
	readonly packet: string;
	readonly because: readonly string[];
}

/**
 * The packet's hops to the real server and back. Pure: they follow from what is declared and from the addresses that were found.
 *
 * @throws DeclarationError if the director's state does not say which ports a mark has, or whether NAT is FULLNAT.
 */
export function hops(journey: Journey): Hop[] {
	const { director, service, server } = journey;
	const { vip = "", name } = director;
	const rs = journey.realServer?.name ?? server.address.text;
	const vipPort = `${vip}:${asked(journey).port}`;
	const holder = journey.directorLinks.find(
		// if the address is on lo, the machine has it as a real server
		({ device, addresses }) => device !== "lo" && addresses.includes(vip),
	);
	const { scheduler, persistence, match } = service;
	return [
		{
			from: "client",
			to: name,
			packet: `client -> ${vipPort}, frame to ${holder?.mac ?? "(no device has the VIP)"}`,
			because: [
				`${name} has ${hostPrefix(vip)} on ${holder?.device ?? "no device"} and answers ARP for it`,
				...silenceOf(journey),
			],
		},
		{
			from: name,
			to: name,
			packet: `client -> ${vipPort}`,
			because: [
				...(match.protocol === "fwmark"
					? [`nftables gives it mark ${match.mark}, which joins several ports`]
					: []),
				`IPVS: ${ruleKey(service)} ${formatAttributes(service)}`,
				`scheduler ${scheduler} chooses ${rs}, ${formatAttributes(server)}`,
				...(persistence === undefined
					? []
					: [`the client keeps ${rs} for ${persistence.seconds} s`]),
			],
		},
		...wayOf(journey, vipPort, rs),
	];
}

/** The port that a client asks for. If a service has several ports, it is the first one. */
function asked({ service: { match }, director }: Journey): {
	readonly protocol: string;
	readonly port: number;
} {
	if (match.protocol !== "fwmark")
		return { protocol: match.protocol, port: match.port || webPorts.http };
	const [marked] = markedWith(packetRulesOf(director), match.mark);
	return {
		protocol: marked?.protocol ?? "tcp",
		port: marked?.ports[0] ?? webPorts.http,
	};
}

function silenceOf({
	realServer,
	realServerLinks,
	director,
}: Journey): string[] {
	const { vip = "" } = director;
	const holder = realServerLinks?.find(({ addresses }) =>
		addresses.includes(vip),
	);
	return holder === undefined ||
		realServer === undefined ||
		// a machine in both roles answers as the director
		realServer.desired.ownAddress === director.desired.ownAddress
		? []
		: [
				`${realServer.name} has ${hostPrefix(vip)} on ${holder.device} and keeps silent: ${formatSetting("arp_ignore")} on every link where neighbours may ask for it`,
			];
}

function wayOf(journey: Journey, vipPort: string, rs: string): Hop[] {
	const { director, server, realServer } = journey;
	const address = server.address.text;
	const { vip = "", name, desired } = director;
	const dip = desired.ownAddress;
	const { protocol, port: asksFor } = asked(journey);
	const port = server.port || asksFor;
	const own = journey.realServerLinks?.find(({ addresses }) =>
		addresses.includes(address),
	);
	const mac = own?.mac ?? `the next hop to ${address}`;
	const answer = { from: rs, to: "client" };
	const direct: Hop = {
		...answer,
		packet: `${vipPort} -> client`,
		because: [
			`${rs} answers with the VIP as its source, by its own route; ${name} does not see it`,
			`${formatSetting("arp_announce")} there: it asks for the next hop with an address of its own, never with the VIP`,
		],
	};
	const way = wayOfRule(server);
	if (address === dip)
		return [
			{
				from: name,
				to: rs,
				packet: `client -> ${vipPort}, unchanged`,
				because: [
					`${address} is an address of ${name} itself: the packet stays here, and goes up to the socket`,
				],
			},
			{
				...answer,
				packet: direct.packet,
				because: ["it answers with the VIP as its source, by its own route"],
			},
		];
	if (!way.rewrites && !way.tunnels)
		return [
			{
				from: name,
				to: rs,
				packet: `client -> ${vipPort}, unchanged; frame to ${mac}`,
				because: [
					`-g: only the MAC address is rewritten; ${name} asks for the MAC address of ${address} on its own link`,
					`${rs} takes it because it has ${hostPrefix(vip)}`,
				],
			},
			direct,
		];
	if (way.tunnels)
		return [
			{
				from: name,
				to: rs,
				packet: `${dip} -> ${address} (${ruleTunnel(server).type}), inside: client -> ${vipPort}; frame to ${mac}`,
				because: [
					"-i: the packet travels in another one, which any router forwards",
					...Object.keys(realServer?.desired.devices ?? {}).map(
						(device) =>
							`${rs} unwraps it on ${device}, whose rp_filter is 2: the client is behind another device`,
					),
					`${rs} takes it because it has ${hostPrefix(vip)}`,
				],
			},
			direct,
		];
	const masquerading = masqueradingOf(packetRulesOf(director), {
		to: address,
		protocol,
		port,
	});
	const source =
		masquerading === undefined ? "client" : (masquerading.source ?? dip);
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

export function formatHops(list: readonly Hop[]): string {
	return list
		.map(({ from, to, packet, because }, index) =>
			[
				`${index + 1}. ${from === to ? `in ${from}` : `${from} -> ${to}`}: ${packet}`,
				...because.map((line) => `     ${line}`),
			].join("\n"),
		)
		.join("\n");
}
