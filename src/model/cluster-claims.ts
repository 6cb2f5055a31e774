import { machinesOfBoth } from "./both-roles-rules.ts";
import { type Claim, machineNames } from "./claim.ts";
import type { ClusterSketch } from "./cluster-sketch.ts";
import { kernelClaims, packetTableClaims } from "./kernel-claims.ts";
import { isName } from "./name.ts";
import { answerClaims, tableClaims } from "./routed-claims.ts";
import { routerIdOf } from "./router-id.ts";
import { tablesOf } from "./tables.ts";

/** What a cluster has on its machines that no other component can have. */
export function clusterClaims(cluster: ClusterSketch, name: string): Claim[] {
	return [
		...directorClaims(cluster),
		...addressClaims(cluster),
		...gatewayClaims(cluster),
		...pageClaims(cluster),
		...answerClaims(cluster),
		...syncClaims(cluster),
		...kernelClaims(cluster),
		...(isName(name) ? claimsOfName(cluster, name) : []),
	];
}

/** Claims that follow from the name of a cluster. */
function claimsOfName(cluster: ClusterSketch, name: string): Claim[] {
	const { nftables, routing } = tablesOf(name);
	return [
		...tableClaims(cluster, routing),
		...markClaims(cluster, name),
		...routerClaims(cluster, routerIdOf(name)),
		...packetTableClaims(cluster, nftables),
	];
}

/** A real server without a host may be another cluster. */
function addressClaims({
	values: { directors = [], realServers = [] },
}: ClusterSketch): Claim[] {
	const own = [
		...directors.map(({ path, values }) => ({
			path,
			address: values.address?.address,
		})),
		...realServers
			.filter(({ given }) => given.includes("host"))
			.map(({ path, values }) => ({ path, address: values.address })),
	];
	return own.flatMap(({ path, address }): Claim[] =>
		address === undefined
			? []
			: [{ kind: "address", path: [...path, "address"], address }],
	);
}

function directorClaims({
	values: { vip, directors = [], services = [] },
}: ClusterSketch): Claim[] {
	return directors.flatMap(({ values: { host, address } }) => {
		const director = machineNames(host, address?.address);
		const vips: Claim[] =
			vip === undefined ? [] : [{ kind: "vip", path: ["vip"], vip, director }];
		const ports = services.flatMap(({ path, values }) =>
			(["tcp", "udp"] as const).flatMap((protocol) =>
				[values[protocol] ?? []].flat().flatMap((port): Claim[] =>
					vip === undefined
						? []
						: [
								{
									kind: "port",
									path: [...path, protocol],
									vip,
									director,
									protocol,
									port,
								},
							],
				),
			),
		);
		const marks = services.flatMap(
			({ path, values: { fwmark: mark } }): Claim[] =>
				mark === undefined
					? []
					: [{ kind: "mark", path: [...path, "fwmark"], mark, director }],
		);
		return [...vips, ...ports, ...marks];
	});
}

/** Claims of a cluster that has checks, or directors that hand packets over. */
function markClaims(cluster: ClusterSketch, name: string): Claim[] {
	const { directors = [], services = [] } = cluster.values;
	const checks = services.some(({ given }) => given.includes("check"));
	const hands = directors.length > 1 && machinesOfBoth(cluster).length > 0;
	if (!checks && !hands) return [];
	return directors.map(
		({ name: director, values: { host, address } }): Claim => ({
			kind: "own marks",
			path: ["name"],
			cluster: name,
			name: director,
			director: machineNames(host, address?.address),
		}),
	);
}

/** @param usual the number that is used if none is declared. */
function routerClaims(
	{ values: { directors = [], failover } }: ClusterSketch,
	usual: number,
): Claim[] {
	const routerId = failover?.given.includes("routerId")
		? failover.values.routerId
		: usual;
	if (routerId === undefined || directors.length < 2) return [];
	return directors.map(
		({ values: { host, address } }): Claim => ({
			kind: "router",
			path: ["failover", "routerId"],
			routerId,
			director: machineNames(host, address?.address),
		}),
	);
}

/** As long as one of its addresses is not known, nothing is known of the group. */
function syncClaims({ values: { directors = [] } }: ClusterSketch): Claim[] {
	const addresses = directors.flatMap(
		({ values }) => values.address?.address ?? [],
	);
	if (directors.length < 2 || addresses.length < directors.length) return [];
	return directors.map(
		({ values: { host, address } }): Claim => ({
			kind: "sync",
			path: ["directors"],
			directors: addresses.toSorted(),
			director: machineNames(host, address?.address),
		}),
	);
}

/** Addresses that move with the VIP. A gateway is on the directors' link, so the same address means the same link. */
function gatewayClaims({
	values: { directors = [], failover },
}: ClusterSketch): Claim[] {
	if (directors.length < 2) return [];
	const { gateway, addresses = [] } = failover?.values ?? {};
	return [
		...(gateway === undefined
			? []
			: [{ kind: "gateway", path: ["failover", "gateway"], gateway } as const]),
		...addresses.map(
			(address) =>
				({
					kind: "gateway",
					path: ["failover", "addresses"],
					gateway: address,
				}) as const,
		),
	];
}

function pageClaims({
	values: { page = [], realServers = [] },
}: ClusterSketch): Claim[] {
	return page.flatMap((port) =>
		realServers
			.filter(({ given }) => given.includes("host"))
			.map(
				({ name, values: { host, address } }): Claim => ({
					kind: "page",
					path: ["page"],
					port,
					realServer: name,
					machine: machineNames(host, address),
				}),
			),
	);
}
