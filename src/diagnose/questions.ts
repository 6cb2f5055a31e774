import { forwardings } from "../ipvs/forwarding.ts";
import { ruleTunnel } from "../ipvs/rule-tunnel.ts";
import { masked } from "../model/address.ts";
import { ownerOf } from "../model/owner.ts";
import { toldAddress } from "../model/written-address.ts";
import type { LookQuestions, RouteQuestion } from "./look.ts";
import { askerOf, type Target } from "./target.ts";
import { tunnelOf } from "./tunnel.ts";
import type { Watched } from "./watch-table.ts";

/** Which packets are followed for these targets. */
export function watchedOf(
	targets: readonly Target[],
	client: string,
	clientPorts: readonly [number, number],
): Watched {
	const servers = targets.flatMap(({ servers }) => servers);
	return {
		client,
		clientPorts,
		sources: [
			client,
			...targets.flatMap((target) =>
				target.servers.map((server) => askerOf(target, server, client)),
			),
		],
		udpPorts: targets
			.filter(({ protocol }) => protocol === "udp")
			.flatMap(({ port, servers }) => [
				port,
				...servers.map((server) => server.port),
			]),
		tunnels: [
			...new Map(
				servers
					.filter(({ forwarding }) => forwardings[forwarding].tunnels)
					.map(({ rule }) => {
						const { type, port, checksum } = ruleTunnel(rule);
						return [
							`${type} ${port} ${checksum}`,
							tunnelOf(type, port, checksum),
						] as const;
					}),
			).values(),
		],
	};
}

/** The questions to a host besides the packets: its routes along the way, and the director's entries of this client. */
export function questionsOf(
	host: { readonly name: string },
	targets: readonly Target[],
	from: string | undefined,
): LookQuestions {
	const routes: RouteQuestion[] = [];
	const ask = (name: string, ...words: (string | number)[]) => {
		if (!routes.some((route) => route.name === name))
			routes.push({ name, words });
	};
	const clients = from === undefined ? [] : [from];
	let isDirector = false;
	let component = "";
	for (const target of targets) {
		const { vip, director, service, protocol } = target;
		ask("vip", vip);
		if (from !== undefined) ask("client", from);
		const mask = service.persistence?.mask;
		if (from !== undefined && mask?.includes("."))
			clients.push(masked(toldAddress(from), toldAddress(mask)));
		for (const server of target.servers) {
			const { name, address, port, forwarding } = server;
			if (director.name === host.name) {
				isDirector = true;
				component = director.component;
				ask(`server ${address}`, address);
			}
			if (name !== host.name || from === undefined) continue;
			const own = forwardings[forwarding].rewrites ? address : vip;
			ask(
				"answer",
				...[askerOf(target, server, from), "from", own],
				...["ipproto", protocol, "sport", port, "dport", 61000],
			);
		}
	}
	return {
		routes,
		clients,
		...(isDirector
			? { director: ownerOf({ component, role: "director" }) }
			: {}),
	};
}
