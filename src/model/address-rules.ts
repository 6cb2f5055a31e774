import { forwardings } from "../ipvs/forwarding.ts";
import {
	broadcastAddress,
	contains,
	formatNetwork,
	type Ipv4,
	type LinkAddress,
	networkAddress,
} from "./address.ts";
import { type ClusterSketch, declaredForwarding } from "./cluster-sketch.ts";
import type { Finding } from "./finding.ts";
import { machineOf } from "./machine-of.ts";
import { isOneMachine } from "./one-machine.ts";
import { formatPath, type Path } from "./path.ts";

export const addressRules = [
	vipOfItsOwn,
	distinctAddresses,
	notAnEndOfTheLink,
	realServersOnLink,
];

interface AddressedHost {
	readonly kind: "director" | "real server";
	readonly path: Path;
	readonly address: Ipv4 | undefined;
	readonly machine: string | undefined;
}

function hosts({
	values: { directors = [], realServers = [] },
}: ClusterSketch): AddressedHost[] {
	return [
		...directors.map(({ path, values }) => ({
			kind: "director" as const,
			path,
			address: values.address?.address,
			machine: values.host && machineOf(values.host),
		})),
		...realServers.map(({ path, values }) => ({
			kind: "real server" as const,
			path,
			address: values.address,
			machine: values.host && machineOf(values.host),
		})),
	];
}

function vipOfItsOwn(cluster: ClusterSketch): Finding[] {
	const { vip } = cluster.values;
	return hosts(cluster)
		.filter(({ address }) => address !== undefined && address === vip)
		.map(({ path, address }) => ({
			path: ["vip"],
			message: `${address} is the address of ${formatPath(path)}; write an address that no host has`,
		}));
}

/** A machine that is a director and a real server has one address in both roles. */
function distinctAddresses(cluster: ClusterSketch): Finding[] {
	const all = hosts(cluster);
	return all.flatMap((host, index) => {
		const { address } = host;
		const holder = all
			.slice(0, index)
			.find((other) => other.address === address && !isOneMachine(host, other));
		return address === undefined || holder === undefined
			? []
			: [
					{
						path: [...host.path, "address"],
						message: `${address} is already the address of ${formatPath(holder.path)}; give each host an address of its own${holder.kind === host.kind ? "" : ", or, where one machine does both, the same `host` in both"}`,
					},
				];
	});
}

/** The link that all hosts of the cluster share. A rule of its own checks that the directors are on one link. */
function clusterLink({
	values: { directors = [] },
}: ClusterSketch): LinkAddress | undefined {
	return directors[0]?.values.address;
}

function notAnEndOfTheLink(cluster: ClusterSketch): Finding[] {
	const link = clusterLink(cluster);
	if (link === undefined) return [];
	const ends = new Map([
		[networkAddress(link), "network"],
		[broadcastAddress(link), "broadcast"],
	]);
	return [
		{ path: ["vip"], address: cluster.values.vip },
		...hosts(cluster).map(({ path, address }) => ({
			path: [...path, "address"],
			address,
		})),
	].flatMap(({ path, address }) => {
		const end = address === undefined ? undefined : ends.get(address);
		return end === undefined
			? []
			: [
					{
						path,
						message: `${address} is the ${end} address of the director's link ${formatNetwork(link)}; write another one`,
					},
				];
	});
}

/**
 * With direct routing a director addresses the packet to the MAC address of the real server, which it can only learn on its
 * own link. With NAT the director must be the next hop of the real server.
 */
function realServersOnLink(cluster: ClusterSketch): Finding[] {
	const { directors = [], realServers = [], services = [] } = cluster.values;
	const [need] = services
		.flatMap((service) => {
			const forwarding = declaredForwarding(cluster, service);
			return forwarding === undefined ? [] : [forwardings[forwarding]];
		})
		.filter(({ sameLink }) => sameLink)
		// direct routing, which has no next hop at all, is named before NAT
		.sort((one, other) => Number(one.rewrites) - Number(other.rewrites));
	if (need === undefined) return [];
	const link = clusterLink(cluster);
	const [director] = directors;
	if (link === undefined || director === undefined) return [];
	return realServers.flatMap(({ path, values: { address } }) =>
		address === undefined || contains(link, address)
			? []
			: [
					{
						path: [...path, "address"],
						message: `${address} is not on the director's link ${formatNetwork(link)}, which ${need.words} needs; move it there, or write ${formatPath([...director.path, "address"])} with its prefix if the link is larger (now "${link.address}/${link.prefixLength}")`,
					},
				],
	);
}
