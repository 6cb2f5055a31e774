import { type Claim, machineNames } from "./claim.ts";
import type { ClusterSketch } from "./cluster-sketch.ts";

/** What a cluster has on its machines that no other component can have. */
export function clusterClaims(cluster: ClusterSketch): Claim[] {
	return [
		...directorClaims(cluster),
		...addressClaims(cluster),
		...pageClaims(cluster),
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
