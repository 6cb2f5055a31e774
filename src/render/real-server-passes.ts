import { forwardings } from "../ipvs/forwarding.ts";
import type {
	Cluster,
	RealServer,
	Service,
	ServiceServer,
} from "../model/cluster.ts";
import { hasBothRoles } from "../model/has-both-roles.ts";
import { ownLink } from "../model/own-link.ts";
import type { Passage } from "../model/passage.ts";
import { asksByUdp } from "../model/port-to-ask.ts";
import { tunnelTypes } from "../model/tunnel.ts";
import { tunnelled } from "./director-passes.ts";
import { passesOf, some, type Worded } from "./passes.ts";
import { type ProtocolPorts, portsAt, portsOf } from "./service-ports.ts";

/** The packets that a real server's filters must let through: packets of clients as the director sends them, and its answers. */
export function realServerPasses(
	cluster: Cluster,
	realServer: RealServer,
): Readonly<Record<string, Passage>> {
	const isDirector = hasBothRoles(cluster, realServer);
	return passesOf(
		cluster.services.flatMap((service) =>
			service.servers
				.filter(({ name }) => name === realServer.name)
				.flatMap((server) => [
					...outsides(cluster, service, server),
					...[
						...served(cluster, service, server),
						...asked(cluster, service, server),
					].map(
						([words, passage]): Worded => [
							words,
							// if the machine is a director too, no connection is tracked
							isDirector ? { ...passage, state: "untracked" } : passage,
						],
					),
				]),
		),
	);
}

/** A tunnel's packets, before they are unwrapped. */
function outsides(
	{ tunnel, directors }: Cluster,
	{ forwarding }: Service,
	{ address }: ServiceServer,
): Worded[] {
	if (!forwardings[forwarding].tunnels) return [];
	return directors.map((director) => [
		`the director's tunnel to ${address}`,
		{
			hooks: ["prerouting", "input"],
			...tunnelled(tunnel),
			from: director.address,
			to: address,
			in: ownLink,
			state: "new",
		},
	]);
}

function served(
	cluster: Cluster,
	service: Service,
	server: ServiceServer,
): Worded[] {
	const { directors } = cluster;
	const { rewrites, answers } = forwardings[service.forwarding];
	const own = rewrites ? server.address : cluster.vip;
	const ports = rewrites ? portsAt(service, server) : portsOf(service);
	const gateway = cluster.failover?.gateway;
	const clients =
		answers === "masqueraded"
			? [
					...(gateway === undefined
						? []
						: [{ sender: "the gateway", client: gateway }]),
					// with a gateway, only the packets of the directors' checks have their own addresses
					...(gateway === undefined || service.check !== undefined
						? directors.map(({ name, address }) => ({
								sender: directors.length === 1 ? "the director" : name,
								client: address,
							}))
						: []),
				]
			: [{ sender: "clients", client: undefined }];
	return clients.flatMap((from) =>
		ports.flatMap((each) => thereAndBack(own, from, each, cluster, service)),
	);
}

/** Packets of a check that asks another port than the service has, by the same way. */
function asked(
	cluster: Cluster,
	service: Service,
	server: ServiceServer,
): Worded[] {
	const { forwarding } = service;
	const check = server.check ?? service.check;
	if (check === undefined || check.asks.kind === "command") return [];
	const protocol = asksByUdp(check.asks.kind) ? "udp" : "tcp";
	const isServed = portsOf(service).some(
		([each, ports]) =>
			each === protocol && (ports === "all" || ports.includes(check.port)),
	);
	if (isServed) return [];
	const own = forwardings[forwarding].rewrites ? server.address : cluster.vip;
	return cluster.directors.flatMap(({ name, address }) =>
		thereAndBack(
			own,
			{ sender: `checks of ${name}`, client: address },
			[protocol, [check.port]],
			cluster,
			service,
		),
	);
}

function thereAndBack(
	own: string,
	{
		sender,
		client,
	}: { readonly sender: string; readonly client: string | undefined },
	ports: ProtocolPorts,
	{ tunnel }: Cluster,
	{ forwarding }: Service,
): Worded[] {
	const [protocol] = ports;
	return [
		[
			`packets of ${sender} to ${own}`,
			{
				hooks: ["prerouting", "input"],
				protocol,
				...(client === undefined ? {} : { from: client }),
				to: own,
				...some("toPorts", ports),
				in: forwardings[forwarding].tunnels
					? tunnelTypes[tunnel.type].device
					: ownLink,
				state: "new",
			},
		],
		[
			`answers from ${own} to ${sender}`,
			{
				hooks: ["output", "postrouting"],
				protocol,
				from: own,
				...(client === undefined ? {} : { to: client }),
				...some("fromPorts", ports),
				state: "established",
			},
		],
	];
}
