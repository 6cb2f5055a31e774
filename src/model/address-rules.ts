import type { Problem } from "../errors.ts";
import { forwardings } from "../ipvs/forwarding.ts";
import {
	broadcastAddress,
	contains,
	formatNetwork,
	type Ipv4,
	type LinkAddress,
	networkAddress,
} from "./address.ts";
import { formatPath } from "./path.ts";
import type { HostSketch, Sketch } from "./sketch.ts";

export const addressRules = [
	vipOfItsOwn,
	distinctAddresses,
	notAnEndOfTheLink,
	realServersOnLink,
];

function hosts({ directors = [], realServers = [] }: Sketch): HostSketch[] {
	return [...directors, ...realServers];
}

function vipOfItsOwn(sketch: Sketch): Problem[] {
	return hosts(sketch)
		.filter(({ address }) => address !== undefined && address === sketch.vip)
		.map(({ path, address }) => ({
			path: "vip",
			message: `${address} is the address of ${formatPath(path)}; write an address that no host has`,
		}));
}

function distinctAddresses(sketch: Sketch): Problem[] {
	const all = hosts(sketch);
	return all.flatMap(({ path, address }, index) => {
		const first = all.findIndex((other) => other.address === address);
		const owner = all[first];
		return address === undefined || owner === undefined || first === index
			? []
			: [
					{
						path: formatPath([...path, "address"]),
						message: `${address} is already the address of ${formatPath(owner.path)}; give each host an address of its own`,
					},
				];
	});
}

/** The one link of the cluster, where one director says which. */
function linkOf({ directors = [] }: Sketch): LinkAddress | undefined {
	return directors.length === 1 ? directors[0]?.link : undefined;
}

function notAnEndOfTheLink(sketch: Sketch): Problem[] {
	const link = linkOf(sketch);
	if (link === undefined) return [];
	const ends = new Map([
		[networkAddress(link), "network"],
		[broadcastAddress(link), "broadcast"],
	]);
	const addresses: [readonly string[], Ipv4 | undefined][] = [
		[["vip"], sketch.vip],
		...hosts(sketch).map(({ path, address }): [string[], Ipv4 | undefined] => [
			[...path, "address"],
			address,
		]),
	];
	return addresses.flatMap(([path, address]) => {
		const end = address === undefined ? undefined : ends.get(address);
		return end === undefined
			? []
			: [
					{
						path: formatPath(path),
						message: `${address} is the ${end} address of the director's link ${formatNetwork(link)}; write another one`,
					},
				];
	});
}

/**
 * With direct routing a director hands a packet on by the MAC address of the real server, which it can only find on its own
 * link; with NAT it is the real server's next hop.
 */
function realServersOnLink(sketch: Sketch): Problem[] {
	const [need] = (sketch.services ?? [])
		.flatMap(({ forwarding }) =>
			forwarding === undefined ? [] : [forwardings[forwarding]],
		)
		.filter(({ sameLink }) => sameLink)
		// the one without any next hop is named first
		.sort((one, other) => Number(one.rewrites) - Number(other.rewrites));
	if (need === undefined) return [];
	const link = linkOf(sketch);
	const director = sketch.directors?.[0];
	if (link === undefined || director === undefined) return [];
	return (sketch.realServers ?? []).flatMap(({ path, address }) =>
		address === undefined || contains(link, address)
			? []
			: [
					{
						path: formatPath([...path, "address"]),
						message: `${address} is not on the director's link ${formatNetwork(link)}, which ${need.words} needs; move it there, or write ${formatPath([...director.path, "address"])} with its prefix if the link is larger (now "${link.address}/${link.prefixLength}")`,
					},
				],
	);
}
