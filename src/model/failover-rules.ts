import { forwardings } from "../ipvs/forwarding.ts";
import {
	contains,
	formatNetwork,
	type Ipv4,
	networkAddress,
} from "./address.ts";
import { type ClusterSketch, declaredForwarding } from "./cluster-sketch.ts";
import type { Finding } from "./finding.ts";
import { formatPath } from "./path.ts";

export const failoverRules = [
	notTooMany,
	twoForFailover,
	directorsOnOneLink,
	syncOfAll,
	gatewayOfNat,
	gatewayOfItsOwn,
	addressesOfTheirOwn,
];

/** Each director has a priority of its own, and sends to each of the others. */
export const mostDirectors = 16;

function notTooMany({ values: { directors = [] } }: ClusterSketch): Finding[] {
	return directors.length > mostDirectors
		? [
				{
					path: ["directors"],
					message: `${directors.length} directors; at most ${mostDirectors} can agree on who has the VIP`,
				},
			]
		: [];
}

function twoForFailover({
	values: { directors = [] },
	given,
}: ClusterSketch): Finding[] {
	return given.includes("failover") && directors.length === 1
		? [
				{
					path: ["failover"],
					message:
						"there is one director, so nobody takes over from it; declare a second, or leave it out",
				},
			]
		: [];
}

/** The VIP must work on every director. */
function directorsOnOneLink({
	values: { directors = [] },
}: ClusterSketch): Finding[] {
	const [first, ...others] = directors;
	const link = first?.values.address;
	if (first === undefined || link === undefined) return [];
	return others.flatMap(({ path, values: { address } }) =>
		address === undefined ||
		(networkAddress(address) === networkAddress(link) &&
			address.prefixLength === link.prefixLength)
			? []
			: [
					{
						path: [...path, "address"],
						message: `${address.address}/${address.prefixLength} is not on the link of ${formatPath(first.path)}, ${formatNetwork(link)}; the VIP goes from one to the other, so all directors must be on one link`,
					},
				],
	);
}

/** They tell each other of connections on one link. */
function syncOfAll({ values: { directors = [] } }: ClusterSketch): Finding[] {
	const own = directors.filter(({ given }) => given.includes("syncInterface"));
	const [first] = own;
	if (first === undefined) return [];
	if (directors.length === 1)
		return [
			{
				path: [...first.path, "syncInterface"],
				message:
					"there is one director, so nobody is told of its connections; declare a second, or leave it out",
			},
		];
	return directors
		.filter((each) => !own.includes(each))
		.map(({ path }) => ({
			path: [...path, "syncInterface"],
			message: `missing: ${formatPath(first.path)} tells of connections by a link of its own, where this director would not hear them; write the interface that it has on that link`,
		}));
}

function gatewayOfNat(cluster: ClusterSketch): Finding[] {
	const { directors = [], services = [], failover } = cluster.values;
	const given = failover?.given.includes("gateway") ?? false;
	if (directors.length < 2) return [];
	const ways = services.map((service) => ({
		path: service.path,
		forwarding: declaredForwarding(cluster, service),
	}));
	if (ways.some(({ forwarding }) => forwarding === undefined)) return [];
	const routed = ways.find(
		({ forwarding }) =>
			forwarding !== undefined && forwardings[forwarding].answers === "routed",
	);
	if (routed !== undefined && !given)
		return [
			{
				path: ["failover", "gateway"],
				message: `missing: answers of ${formatPath(routed.path)} go back through the director that has the VIP, so their gateway must go with it; write an address of the directors' link that no machine has, also no router, like \`failover: { gateway: "10.0.0.250" }\``,
			},
		];
	const masqueraded = ways.some(
		({ forwarding }) =>
			forwarding !== undefined &&
			forwardings[forwarding].answers === "masqueraded",
	);
	return routed === undefined && !masqueraded && given
		? [
				{
					path: ["failover", "gateway"],
					message:
						'nothing is forwarded by "nat" or "fullnat", so no real server answers to it; leave it out',
				},
			]
		: [];
}

function gatewayOfItsOwn(cluster: ClusterSketch): Finding[] {
	const { directors = [], failover } = cluster.values;
	const gateway = failover?.values.gateway;
	if (gateway === undefined) return [];
	const path = ["failover", "gateway"];
	const holder = holderOf(gateway, cluster);
	if (holder !== undefined)
		return [
			{
				path,
				message: `${gateway} is already ${holder}; write an address that no machine has`,
			},
		];
	const link = directors[0]?.values.address;
	return link === undefined || contains(link, gateway)
		? []
		: [
				{
					path,
					message: `${gateway} is not on the directors' link ${formatNetwork(link)}, where the real servers look for it; write an address of that link`,
				},
			];
}

/** No address may already have another use, or be listed twice. */
function addressesOfTheirOwn(cluster: ClusterSketch): Finding[] {
	const { addresses = [], gateway } = cluster.values.failover?.values ?? {};
	const path = ["failover", "addresses"];
	return addresses.flatMap((address, place): Finding[] => {
		const holder =
			address === gateway
				? "the gateway, and goes with the VIP"
				: holderOf(address, cluster);
		if (holder !== undefined)
			return [
				{
					path,
					message: `${address} is already ${holder}; write addresses that no machine has`,
				},
			];
		return addresses.indexOf(address) < place
			? [{ path, message: `${address} is listed twice; write it once` }]
			: [];
	});
}

/** The part of a cluster that has an address of its own, as a part of a sentence. */
function holderOf(
	wanted: Ipv4,
	{ values: { vip, directors = [], realServers = [] } }: ClusterSketch,
): string | undefined {
	const machine = [
		...directors.map(({ path, values }) => ({
			path,
			address: values.address?.address,
		})),
		...realServers.map(({ path, values }) => ({
			path,
			address: values.address,
		})),
	].find(({ address }) => address === wanted);
	if (machine !== undefined)
		return `the address of ${formatPath(machine.path)}`;
	return vip === wanted ? "the VIP" : undefined;
}
