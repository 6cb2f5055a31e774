import { healthLine, isGood } from "../../host/health-lines.ts";
import type { Counters } from "../../host/operations/counters.ts";
import { serverKey } from "../../ipvs/key.ts";
import { parseRule } from "../../ipvs/parse-rule.ts";
import { table } from "../table.ts";
import type { HostStatus, RealServerStatus, Status } from "./read-status.ts";

/** Writes the status for people to read. */
export function formatStatus({ services, hosts }: Status): string {
	const rows = services.flatMap(
		({ service, seen, declared, found, counters, realServers }) => [
			[
				service,
				schedulerOf(service, found ?? declared),
				...count(counters),
				!seen
					? notSeen
					: found === undefined
						? "MISSING"
						: found === declared
							? ""
							: `declared ${declared}`,
			],
			...realServers.map((realServer) => [
				`  ${realServer.name} ${realServer.address}`,
				weights(service, realServer),
				...count(realServer.counters),
				seen ? remark(service, realServer) : notSeen,
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

const notSeen = "not seen";

function formatHost({
	component,
	role,
	name,
	drift,
	remarks,
	refused,
	putBack,
	unseen,
}: HostStatus): string {
	const host = `${component} ${role} ${name}`;
	if (unseen !== undefined) return `${host}: not seen: ${unseen}`;
	const state = [
		...(drift.length === 0
			? []
			: [[`${host}: up would`, ...drift].join("\n  ")]),
		...refused.map((line) => `${host}: up would refuse: ${line}`),
	];
	return [
		...(state.length === 0 ? [`${host}: as declared`] : state),
		...remarks.map((line) => `${host}: note: ${line}`),
		...formatPutBack(host, putBack),
	].join("\n");
}

/** What the watch on the host put back by itself: what, how often, when last, why. */
function formatPutBack(
	host: string,
	{ times, kept }: HostStatus["putBack"],
): string[] {
	if (times === 0) return [];
	const lines = kept.map(
		(each) =>
			`  ${each.times === 1 ? "once" : `${each.times} times`}, last ${new Date(each.last * 1000).toISOString()}: ${each.found}; why: ${each.why}`,
	);
	const earlier = times - kept.reduce((sum, each) => sum + each.times, 0);
	return [
		`${host}: put back by itself since the host started, ${times === 1 ? "once" : `${times} times`}; found:`,
		...(earlier > 0 ? [`  ${earlier} times earlier, in its journal`] : []),
		...lines,
	];
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

function schedulerOf(service: string, attributes: string): string {
	const rule = parseRule(service, attributes);
	return rule.kind === "service" ? rule.scheduler : "";
}

/** The weights as declared and as found. A missing real server counts as having its declared weight. */
function weightsOf(
	service: string,
	{ address, declared, found = declared }: RealServerStatus,
) {
	const weight = (attributes: string) => {
		const rule = parseRule(serverKey(service, address), attributes);
		return rule.kind === "server" ? rule.weight : 0;
	};
	return { declared: weight(declared), found: weight(found) };
}

/** The declared weight, followed by the found one where it differs. */
function weights(service: string, realServer: RealServerStatus): string {
	const { declared, found } = weightsOf(service, realServer);
	return declared === found ? `${declared}` : `${declared}, found ${found}`;
}

function remark(service: string, realServer: RealServerStatus): string {
	const { declared, found, drainedUntil, health } = realServer;
	if (health !== undefined && !isGood(health))
		return healthLine(health, health);
	if (found === undefined) return "MISSING";
	if (drainedUntil !== undefined)
		return drainedUntil === 0
			? "drained until lvsctl undrain"
			: `drained until ${new Date(drainedUntil * 1000).toISOString()}`;
	const weight = weightsOf(service, realServer);
	// the column of weights shows a different weight already
	return found === declared || weight.found !== weight.declared
		? ""
		: `declared ${declared}, found ${found}`;
}
