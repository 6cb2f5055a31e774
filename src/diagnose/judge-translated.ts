import { answers, type Course } from "./course.ts";
import { droppedBy, filterAdvice } from "./dropped.ts";
import type { Evidence } from "./evidence.ts";
import type { Cause } from "./finding.ts";
import { isSilent } from "./hosts.ts";
import { judgeFilter } from "./judge-filter.ts";
import { judgeSource, senderOf } from "./judge-source.ts";
import { at, before, type Packet, reached } from "./packet.ts";
import type { Translation } from "./translation.ts";

/** On a real server that gives the request another destination: a container that serves there, or another port of the real server. */
export function judgeTranslated(
	course: Course,
	realServer: Evidence,
	came: readonly Packet[],
	translation: Translation,
): Cause | undefined {
	const got = (stage: Parameters<typeof reached>[1]) =>
		came.some((packet) => reached(packet, stage));
	if (got("arrived"))
		return (
			judgeFilter(realServer, came) ??
			refused(course, realServer, translation, "nobody listens there")
		);
	if (!got("through"))
		return judgeSending(course, realServer, came, translation);
	for (const [stage, where] of [
		["passed", "in forward"],
		["left", "in postrouting"],
	] as const) {
		if (got(stage)) continue;
		const by = droppedBy(realServer, came, stage);
		return {
			...onHost(realServer),
			cause: `its filter drops the request${by === undefined ? ` to ${translation.goal}, ${where}; nftables does not show by what` : `: ${by}`}`,
			wayOut: filterAdvice,
		};
	}
	return refused(course, realServer, translation, "it refuses the connection");
}

/** The packet got another destination, and was not sent there. */
function judgeSending(
	course: Course,
	realServer: Evidence,
	came: readonly Packet[],
	{ goal, address, by }: Translation,
): Cause | undefined {
	const rule = by ?? "nftables does not show which";
	const device = came.map((packet) => at(packet, "first")?.inDevice)[0];
	if (realServer.sysctls["ipv4/ip_forward"] === "0")
		return {
			...onHost(realServer),
			cause: `net.ipv4.ip_forward = 0: it does not send on the request, to which a rule gives the destination ${goal}: ${rule}`,
			wayOut: `On ${realServer.name}: sysctl -w net.ipv4.ip_forward=1, and in its files of sysctl too, so that it holds after a reboot.`,
		};
	return (
		judgeSource(realServer, senderOf(course, realServer), came) ?? {
			...onHost(realServer),
			cause: `a rule gives the request the destination ${goal}, and it is not sent there: ${rule}`,
			wayOut: `On ${realServer.name}: ip route get ${address} from ${course.from} iif ${device ?? "DEVICE"}`,
		}
	);
}

/** The server at the other destination refuses, or does not answer. */
function refused(
	course: Course,
	realServer: Evidence,
	{ goal, address, by }: Translation,
	why: string,
): Cause | undefined {
	const made = answers(course, realServer);
	const silent = isSilent(realServer, address);
	const reset = made?.some(isReset) === true;
	// a datagram need not be answered
	const mute = course.target.protocol === "tcp" && made?.length === 0;
	if (!silent && !reset && !mute) return undefined;
	return {
		...onHost(realServer),
		cause: `a rule sends the request to ${goal}, and ${silent ? "it does not answer ARP" : reset ? why : "no answer comes from there"}${by === undefined ? "" : `: ${by}`}`,
		wayOut: `Does what serves at ${goal} run, and listen there? If it has gone, a container for example, take the rule away: whoever made it does so.`,
	};
}

function isReset(packet: Packet): boolean {
	return before(packet)?.flags.includes("rst") === true;
}

function onHost({ name }: Evidence): Pick<Cause, "host" | "hop"> {
	return { host: name, hop: name };
}
