import { type Claim, machineNames } from "./claim.ts";
import type { ClusterSketch } from "./cluster-sketch.ts";
import { ipvsSysctlKeys } from "./ipvs-sysctls.ts";
import { type Machine, withHost } from "./machines-among.ts";
import { guardOf } from "./tables.ts";

/** Settings that a kernel has only once, for all clusters of its director. A setting that one cluster leaves out stays as another cluster sets it. */
export function kernelClaims(cluster: ClusterSketch): Claim[] {
	return [...settingClaims(cluster), ...syncLinkClaims(cluster)];
}

function settingClaims({
	values: { directors = [], ipvs },
}: ClusterSketch): Claim[] {
	const settings = [
		...ipvsSysctlKeys.map((key) => [["ipvs", key], ipvs?.values[key]] as const),
		...(["tcp", "tcpFin", "udp"] as const).map(
			(key) =>
				[
					["ipvs", "timeouts", key],
					ipvs?.values.timeouts?.values[key],
				] as const,
		),
	];
	return settings.flatMap(([path, value]) =>
		value === undefined
			? []
			: directors.map(
					({ values: { host, address } }): Claim => ({
						kind: "setting",
						path,
						setting: path.join("."),
						value: String(value),
						director: machineNames(host, address?.address),
					}),
				),
	);
}

/** Nothing is known of a link that is bad or not known yet. */
function syncLinkClaims({
	values: { directors = [] },
}: ClusterSketch): Claim[] {
	if (directors.length < 2) return [];
	return directors.flatMap(({ path, given, values }): Claim[] => {
		const { host, address, syncInterface } = values;
		return given.includes("syncInterface") && syncInterface === undefined
			? []
			: [
					{
						kind: "sync link",
						path: [...path, "syncInterface"],
						link: syncInterface,
						director: machineNames(host, address?.address),
					},
				];
	});
}

/**
 * Tables of the packet filter. A cluster has one on each of its machines. Each of several directors has a second one, whose name may be that of another
 * cluster's first one.
 */
export function packetTableClaims(
	{ values: { directors = [], realServers } }: ClusterSketch,
	table: string,
): Claim[] {
	const machines: readonly Machine[] = [
		...directors.map(({ name, values: { host, address } }) => ({
			name,
			machine: machineNames(host, address?.address),
		})),
		...withHost(realServers),
	];
	const guarded =
		directors.length < 2 ? [] : machines.slice(0, directors.length);
	const claim =
		(kind: "packet table" | "guard table", table: string) =>
		(on: Machine): Claim => ({
			kind,
			path: ["name"],
			table,
			...on,
		});
	return [
		...machines.map(claim("packet table", table)),
		...guarded.map(claim("guard table", guardOf(table))),
	];
}
