import { parseDrainEnd } from "../../host/drain-ends.ts";
import { healthLine, isGood } from "../../host/health-lines.ts";
import type { Counters } from "../../host/operations/counters.ts";
import { formatAttributes, sameAttributes } from "../../ipvs/rule.ts";
import { table } from "../table.ts";
import type { FailoverStatus } from "./look-at.ts";
import type { HostStatus, Status } from "./read-status.ts";
import type { RealServerStatus } from "./services-of-host.ts";

/** Writes the status for people to read. */
export function formatStatus({ services, hosts, problems }: Status): string {
	const several = new Set(services.map(({ director }) => director)).size > 1;
	const rows = services.flatMap(
		({ service, director, seen, declared, found, counters, realServers }) => [
			[
				several ? `${service} on ${director}` : service,
				(found ?? declared).scheduler,
				...count(counters),
				!seen
					? notSeen
					: found === undefined
						? "MISSING"
						: sameAttributes(found, declared)
							? ""
							: `declared ${formatAttributes(declared)}`,
			],
			...realServers.map((realServer) => [
				`  ${realServer.name} ${realServer.address}`,
				weights(realServer),
				...count(realServer.counters),
				seen ? remark(realServer) : notSeen,
			]),
		],
	);
	const header = [
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
	];
	return [
		// sites may have a stack of their own
		...(rows.length === 0 ? [] : [table(header, rows), ""]),
		...hosts.map(formatHost),
		...problems,
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
	failover,
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
		...(failover === undefined ? [] : [`${host}: ${roleOf(failover)}`]),
		...remarks.map((line) => `${host}: note: ${line}`),
		...formatPutBack(host, putBack),
	].join("\n");
}

/** The state of a director among several. */
function roleOf(status: NonNullable<HostStatus["failover"]>): string {
	const exit = status.found?.toldExit ?? 0;
	const { openConnections: open } = status;
	const knows =
		status.found === undefined
			? ""
			: `; knows ${open} open connection${open === 1 ? "" : "s"}`;
	return `${roleWords(status)}${knows}${exit === 0 ? "" : `; the program that is called for it failed: ${exit === 124 ? "it took more than 30 seconds" : `exit ${exit}`}`}`;
}

function roleWords({ vip, found, hasVip }: FailoverStatus): string {
	if (found === undefined)
		return `${hasVip ? "has" : "does not have"} ${vip}, and does not agree with the others on who has it`;
	const since = `since ${new Date(found.since * 1000).toISOString()}`;
	if (found.role === "active")
		return hasVip
			? `active, has ${vip} ${since}`
			: `active ${since}, but ${vip} is missing`;
	const rest = hasVip ? `, but has ${vip}` : "";
	if (found.takenOut)
		return `taken out ${since}, until lvsctl standby NAME --end${rest}`;
	return found.role === "standby"
		? `standby ${since}${rest}`
		: `takes no VIP ${since}, as ${found.failedCheck === undefined ? "one of its links is down" : `its check fails: ${found.failedCheck}`}${rest}`;
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

/** The declared weight, followed by the found one where it differs. A missing real server counts as having its declared weight. */
function weights({ declared, found = declared }: RealServerStatus): string {
	return declared.weight === found.weight
		? `${declared.weight}`
		: `${declared.weight}, found ${found.weight}`;
}

function remark({
	declared,
	found,
	drainedUntil,
	health,
}: RealServerStatus): string {
	if (health !== undefined && !isGood(health))
		return healthLine(health, health);
	if (found === undefined) return "MISSING";
	if (health?.rises)
		return `passes its check again since ${new Date(health.since * 1000).toISOString()}, and its weight rises`;
	if (drainedUntil !== undefined) {
		const end = parseDrainEnd(drainedUntil);
		return end === "when lifted"
			? "drained until lvsctl undrain"
			: `drained until ${new Date(end * 1000).toISOString()}`;
	}
	// the column of weights shows a different weight already
	return sameAttributes(found, declared) || found.weight !== declared.weight
		? ""
		: `declared ${formatAttributes(declared)}, found ${formatAttributes(found)}`;
}
