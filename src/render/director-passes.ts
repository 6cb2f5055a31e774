import { forwardings } from "../ipvs/forwarding.ts";
import type { Cluster, Director, Service } from "../model/cluster.ts";
import type { Passage } from "../model/passage.ts";
import { tunnelTypes } from "../model/tunnel.ts";
import { passesOf, some, type Worded } from "./passes.ts";
import { portsAt, portsOf } from "./service-ports.ts";

/**
 * IPVS takes packets of clients at the end of `input` and sends them on through `output`. Answers that it rewrites come through
 * `forward`, and have the VIP as their source from there on.
 */
const beforeIpvs = { input: 98, forward: 99 };

/** What a director's filters must let through. */
export function directorPasses(
	cluster: Cluster,
	director: Director,
): Readonly<Record<string, Passage>> {
	return passesOf(
		cluster.services.flatMap((service) => [
			...requests(cluster, service),
			...sentOn(cluster, director, service),
			...answers(cluster, service),
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
			in: "link",
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
			out: `to ${server.address}`,
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

/** What the outside of a tunnel's packet looks like. */
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
					in: `to ${server.address}`,
					out: "link",
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
				out: "link",
				state: "established",
			},
		],
	);
	return [...back, ...out];
}
