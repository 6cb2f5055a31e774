import type { Counters } from "../host/operations/counters.ts";
import type { HostStatus, RealServerStatus, Status } from "./read-status.ts";
import { table } from "./table.ts";

/** The status as people read it. */
export function formatStatus({ services, hosts }: Status): string {
	const rows = services.flatMap(
		({ service, declared, found, short, counters, realServers }) => [
			[
				service,
				short.found,
				...count(counters),
				found === undefined
					? "MISSING"
					: found === declared
						? ""
						: `declared ${declared}`,
			],
			...realServers.map((realServer) => [
				`  ${realServer.name} ${realServer.address}`,
				weights(realServer),
				...count(realServer.counters),
				remark(realServer),
			]),
		],
	);
	return [
		table(
			[
				"service, real server",
				"weight",
				"active",
				"inactive",
				"persistent",
				"conns",
				"packets in/out",
				"bytes in/out",
				"conns/s",
				"",
			],
			rows,
		),
		"",
		...hosts.map(formatHost),
	].join("\n");
}

function formatHost({ component, role, name, drift }: HostStatus): string {
	return drift.length === 0
		? `${component} ${role} ${name}: as declared`
		: [`${component} ${role} ${name}: up would`, ...drift].join("\n  ");
}

function count(counters: Counters | undefined): string[] {
	if (counters === undefined) return ["-", "-", "-", "-", "-", "-", "-"];
	const { active, inactive, persistent, connections, rate } = counters;
	return [
		`${active}`,
		`${inactive}`,
		`${persistent}`,
		`${connections}`,
		`${counters.packetsIn}/${counters.packetsOut}`,
		`${counters.bytesIn}/${counters.bytesOut}`,
		`${rate}`,
	];
}

/** Declared, and found where that differs. */
function weights({ short: { declared, found } }: RealServerStatus): string {
	return declared === found ? declared : `${declared}, found ${found}`;
}

function remark({
	declared,
	found,
	short,
	drainedUntil,
}: RealServerStatus): string {
	if (found === undefined) return "MISSING";
	if (drainedUntil !== undefined)
		return drainedUntil === 0
			? "drained until undrain"
			: `drained until ${new Date(drainedUntil * 1000).toISOString()}`;
	return found === declared || short.found !== short.declared
		? ""
		: `declared ${declared}, found ${found}`;
}
