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
import { tunnelTypes } from "../model/tunnel.ts";
import { tunnelled } from "./director-passes.ts";
import { passesOf, some, type Worded } from "./passes.ts";
import { portsAt, portsOf } from "./service-ports.ts";

/** What a real server's filters must let through: packets of clients as the director sends them, and its answers. */
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
					...served(cluster, service, server).map(
						([words, passage]): Worded => [
							words,
							// where it is a director too, no connection is tracked
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
	{ vip, tunnel, directors }: Cluster,
	service: Service,
	server: ServiceServer,
): Worded[] {
	const { rewrites, tunnels, answers } = forwardings[service.forwarding];
	const own = rewrites ? server.address : vip;
	const ports = rewrites ? portsAt(service, server) : portsOf(service);
	const clients =
		answers === "masqueraded"
			? directors.map(({ name, address }) => ({
					sender: directors.length === 1 ? "the director" : name,
					client: address,
				}))
			: [{ sender: "clients", client: undefined }];
	return clients.flatMap(({ sender, client }) =>
		ports.flatMap((each): Worded[] => [
			[
				`packets of ${sender} to ${own}`,
				{
					hooks: ["prerouting", "input"],
					protocol: each[0],
					...(client === undefined ? {} : { from: client }),
					to: own,
					...some("toPorts", each),
					in: tunnels ? tunnelTypes[tunnel.type].device : ownLink,
					state: "new",
				},
			],
			[
				`answers from ${own} to ${sender}`,
				{
					hooks: ["output", "postrouting"],
					protocol: each[0],
					from: own,
					...(client === undefined ? {} : { to: client }),
					...some("fromPorts", each),
					state: "established",
				},
			],
		]),
	);
}
