import type { Link } from "../host/operations/read-links.ts";
import type { HostOutputs } from "../provider/host-resource.ts";

/** What is known of one packet's way: the rules it meets, and the network devices of the machines. */
export interface Journey {
	readonly service: string;
	readonly attributes: string;
	/** The real server that is taken for the example. */
	readonly server: string;
	readonly serverAttributes: string;
	readonly address: string;
	/** 0: the one that the client asked for. */
	readonly port: number;
	readonly director: HostOutputs;
	readonly directorLinks: readonly Link[];
	/** Undefined where somebody else takes care of it. */
	readonly realServer: HostOutputs | undefined;
	readonly realServerLinks: readonly Link[] | undefined;
}

export interface Hop {
	readonly from: string;
	readonly to: string;
	/** Addresses of the packet, and of the frame it travels in. */
	readonly packet: string;
	readonly because: readonly string[];
}

/** The way there and back. Pure: what it says comes from what is declared and from the addresses that were found. */
export function hops(journey: Journey): Hop[] {
	const { director, address, attributes, service } = journey;
	const { vip = "", name } = director;
	const rs = journey.realServer?.name ?? address;
	const vipPort = `${vip}:${servicePort(journey)}`;
	const holder = journey.directorLinks.find(({ addresses }) =>
		addresses.includes(vip),
	);
	const scheduler = /-s (\S+)/.exec(attributes)?.[1] ?? "";
	const persistence = /-p (\d+)/.exec(attributes)?.[1];
	const mark = /^-f (\d+)$/.exec(service)?.[1];
	return [
		{
			from: "client",
			to: name,
			packet: `client -> ${vipPort}, frame to ${holder?.mac ?? "(no device has the VIP)"}`,
			because: [
				`${name} has ${vip}/32 on ${holder?.device ?? "no device"} and answers ARP for it`,
				...silenceOf(journey),
			],
		},
		{
			from: name,
			to: name,
			packet: `client -> ${vipPort}`,
			because: [
				...(mark === undefined
					? []
					: [`nftables gives it mark ${mark}, which joins several ports`]),
				`IPVS: ${service} ${attributes}`,
				`scheduler ${scheduler} chooses ${rs}, ${journey.serverAttributes}`,
				...(persistence === undefined
					? []
					: [`the client keeps ${rs} for ${persistence} s`]),
			],
		},
		...wayOf(journey, vipPort, rs),
	];
}

/** The port that a client asks for; of several the first. */
function servicePort({ service, director }: Journey): number {
	const own = Number(service.split(":")[1] ?? 0);
	if (own > 0) return own;
	const marked = Object.keys(director.desired.nftables).find((rule) =>
		rule.includes(" mark set "),
	);
	return Number(/dport (?:\{ )?(\d+)/.exec(marked ?? "")?.[1] ?? 80);
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
	return holder === undefined || realServer === undefined
		? []
		: [
				`${realServer.name} has ${vip}/32 on ${holder.device} and keeps silent: net.ipv4.conf.all.arp_ignore = 1`,
			];
}

function wayOf(journey: Journey, vipPort: string, rs: string): Hop[] {
	const { director, address, serverAttributes, realServer } = journey;
	const { vip, name, desired } = director;
	const dip = desired.ownAddress;
	const port = journey.port || servicePort(journey);
	const own = journey.realServerLinks?.find(({ addresses }) =>
		addresses.includes(address),
	);
	const mac = own?.mac ?? `the next hop to ${address}`;
	const masqueraded = Object.keys(desired.nftables).some(
		(rule) =>
			rule.includes("masquerade") && rule.includes(`ip daddr ${address} `),
	);
	const tunnel = /--tun-type (\S+)/.exec(serverAttributes)?.[1];
	const answer = { from: rs, to: "client" };
	const direct: Hop = {
		...answer,
		packet: `${vipPort} -> client`,
		because: [
			`${rs} answers with the VIP as its source, by its own route; ${name} does not see it`,
			"net.ipv4.conf.all.arp_announce = 2: it asks for the next hop with an address of its own, never with the VIP",
		],
	};
	if (serverAttributes.startsWith("-g"))
		return [
			{
				from: name,
				to: rs,
				packet: `client -> ${vipPort}, unchanged; frame to ${mac}`,
				because: [
					`-g: only the MAC address is rewritten; ${name} asks for that of ${address} on its own link`,
					`${rs} takes it because it has ${vip}/32`,
				],
			},
			direct,
		];
	if (serverAttributes.startsWith("-i"))
		return [
			{
				from: name,
				to: rs,
				packet: `${dip} -> ${address} (${tunnel}), inside: client -> ${vipPort}; frame to ${mac}`,
				because: [
					"-i: the packet travels in another one, which any router forwards",
					...Object.keys(realServer?.desired.devices ?? {}).map(
						(device) =>
							`${rs} unwraps it on ${device}, whose rp_filter is 2: the client is behind another device`,
					),
					`${rs} takes it because it has ${vip}/32`,
				],
			},
			direct,
		];
	return [
		{
			from: name,
			to: rs,
			packet: `${masqueraded ? dip : "client"} -> ${address}:${port}; frame to ${mac}`,
			because: [
				"-m: the destination is rewritten; net.ipv4.ip_forward = 1",
				...(masqueraded
					? ["nftables: masquerade; net.ipv4.vs.conntrack = 1"]
					: []),
			],
		},
		{
			from: rs,
			to: name,
			packet: `${address}:${port} -> ${masqueraded ? dip : "client"}`,
			because: masqueraded
				? [`the answer goes to ${dip} because the request came from there`]
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
