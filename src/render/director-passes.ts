import { forwardings } from "../ipvs/forwarding.ts";
import { portAsked } from "../model/asked-place.ts";
import type { Cluster, Director, Service } from "../model/cluster.ts";
import { hasBothRoles } from "../model/has-both-roles.ts";
import { ownLink } from "../model/own-link.ts";
import { type Passage, towards } from "../model/passage.ts";
import { asksByUdp } from "../model/port-to-ask.ts";
import { tunnelTypes } from "../model/tunnel.ts";
import { passesOf, some, type Worded } from "./passes.ts";
import { portsAt, portsOf } from "./service-ports.ts";

/**
 * IPVS takes packets of clients at the end of `input` and sends them on through `output`. Answers that it rewrites come through
 * `forward`, and have the VIP as their source from there on.
 */
const beforeIpvs = { input: 98, forward: 99 };

/** The packets that a director's filters must let through. */
export function directorPasses(
	cluster: Cluster,
	director: Director,
): Readonly<Record<string, Passage>> {
	return passesOf(
		cluster.services.flatMap((service) => [
			...requests(cluster, service),
			...sentOn(cluster, director, service),
			...answers(cluster, service),
			...checks(cluster, director, service),
		]),
	);
}

function requests({ vip }: Cluster, service: Service): Worded[] {
	const { rewrites } = forwardings[service.forwarding];
	return portsOf(service).map((ports) => [
		`packets of clients to ${vip}`,
		{
			hooks: ["prerouting", "input"],
			protocol: ports[0],
			to: vip,
			...some("toPorts", ports),
			in: ownLink,
			state: rewrites ? "new" : "untracked",
			before: beforeIpvs.input,
		},
	]);
}

function sentOn(
	{ vip, tunnel }: Cluster,
	director: Director,
	service: Service,
): Worded[] {
	const { rewrites, tunnels } = forwardings[service.forwarding];
	return service.servers.flatMap((server): Worded[] => {
		const common = {
			hooks: ["output", "postrouting"],
			out: towards(server.address),
		} as const satisfies Partial<Passage>;
		const words = `packets that IPVS sends on to ${server.name}, ${rewrites || tunnels ? server.address : vip}`;
		if (tunnels)
			return [
				[
					words,
					{
						...common,
						...tunnelled(tunnel),
						from: director.address,
						to: server.address,
						state: "new",
					},
				],
			];
		const ports = rewrites ? portsAt(service, server) : portsOf(service);
		return ports.map((each) => [
			words,
			{
				...common,
				protocol: each[0],
				to: rewrites ? server.address : vip,
				...some("toPorts", each),
				state: rewrites ? "new" : "untracked",
			},
		]);
	});
}

/**
 * The packets of a director's own checks. Checks to a port of the service go the way of clients' packets. If the machine is a real server too, checks by other
 * ways would reach the machine itself.
 */
function checks(
	cluster: Cluster,
	director: Director,
	service: Service,
): Worded[] {
	const { check: usual, forwarding } = service;
	if (usual === undefined || hasBothRoles(cluster, director)) return [];
	const { rewrites } = forwardings[forwarding];
	return service.servers.flatMap((server): Worded[] => {
		const check = server.check ?? usual;
		if (check.asks.kind === "command") return [];
		const protocol = asksByUdp(check.asks.kind) ? "udp" : "tcp";
		const at = rewrites ? server.address : cluster.vip;
		const port = portAsked(service, check, server);
		const isServed = (
			rewrites ? portsAt(service, server) : portsOf(service)
		).some(
			([each, ports]) =>
				each === protocol && (ports === "all" || ports.includes(port)),
		);
		return [
			...(isServed
				? []
				: [
						[
							`checks of ${server.name} at ${at}`,
							{
								hooks: ["output", "postrouting"],
								protocol,
								to: at,
								toPorts: [port],
								out: towards(server.address),
								state: "new",
							},
						] as const,
					]),
			[
				`answers of ${server.name} to checks from ${at}`,
				{
					hooks: ["prerouting", "input"],
					protocol,
					from: at,
					to: director.address,
					fromPorts: [port],
					in: towards(server.address),
					state: "established",
					before: beforeIpvs.input,
				},
			],
		];
	});
}

/** The outer header of a tunnel's packets. */
export function tunnelled({
	type,
	port,
}: Cluster["tunnel"]): Pick<Passage, "protocol" | "toPorts"> {
	return {
		protocol: tunnelTypes[type].outer,
		...(port === undefined ? {} : { toPorts: [port] }),
	};
}

function answers({ vip }: Cluster, service: Service): Worded[] {
	if (!forwardings[service.forwarding].rewrites) return [];
	const back = service.servers.flatMap((server) =>
		portsAt(service, server).map(
			(ports): Worded => [
				`answers of ${server.name}`,
				{
					hooks: ["prerouting", "forward"],
					protocol: ports[0],
					from: server.address,
					...some("fromPorts", ports),
					in: towards(server.address),
					out: ownLink,
					state: "established",
					before: beforeIpvs.forward,
				},
			],
		),
	);
	const out = portsOf(service).map(
		(ports): Worded => [
			`answers from ${vip}`,
			{
				hooks: ["postrouting"],
				protocol: ports[0],
				from: vip,
				...some("fromPorts", ports),
				out: ownLink,
				state: "established",
			},
		],
	);
	return [...back, ...out];
}
