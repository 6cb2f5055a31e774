import { healthLine, isOut } from "../host/health-lines.ts";
import { ruleKey, serversByService } from "../ipvs/rule.ts";
import type { Course } from "./course.ts";
import type { Cause, Finding, Judged } from "./finding.ts";
import { judgeAnswer } from "./judge-answer.ts";
import { judgeClient } from "./judge-client.ts";
import { judgeDirector } from "./judge-director.ts";
import { judgeRealServer } from "./judge-real-server.ts";
import { judgeRefused } from "./judge-refused.ts";
import { judgeService } from "./judge-service.ts";
import { judgeSocket } from "./judge-socket.ts";
import { story } from "./story.ts";

/** How the probes of a service, or the hosts alone, are judged. */
export interface Verdicts {
	readonly findings: readonly Finding[];
	/** `-t 172.18.0.70:80 -> rs1: 3 probes, every hop good`, and real servers that were judged without a probe. */
	readonly good: readonly string[];
	/** What was not seen or not asked, with the reason. */
	readonly notes: readonly string[];
	/** Names of hosts that could not be looked at. */
	readonly unseen: readonly string[];
}

/** Follows a probe from hop to hop, and names where it ended and why. Undefined: every hop is good, as far as it could be seen. */
export function judge(course: Course): Judged | undefined {
	const connected = course.result?.connected === true;
	const cause =
		judgeClient(course) ??
		judgeDirector(course) ??
		(connected
			? judgeService(course)
			: (judgeRealServer(course) ??
				judgeAnswer(course) ??
				unexplained(course)));
	return cause === undefined
		? undefined
		: { ...cause, evidence: story(course) };
}

/** The probe failed, and no host shows why. The finding says so, and what could not be seen. */
function unexplained(course: Course): Cause | undefined {
	const { probe, result, server, client, away } = course;
	if (probe === undefined || result === undefined) return undefined;
	const dropped = judgeSocket(course);
	if (dropped !== undefined) return dropped;
	// a datagram that the server does not understand need not be answered
	if (probe.kind === "udp") return judgeRefused(course);
	const name = server?.name ?? course.target.director.name;
	const reason = away[name];
	return {
		host: name,
		hop: `${client?.name ?? "client"} -> ${name}`,
		cause:
			reason === undefined
				? `the probe ended here or on the way back, and no host shows why (${result.said || `curl exit ${result.exit}`})`
				: `could not be looked at, and the probe ended there (${result.said || `curl exit ${result.exit}`}): ${reason.split("\n")[0]}`,
		wayOut:
			reason === undefined
				? "Read the evidence; lvsctl status says what differs from the declaration."
				: reason.split("\n").slice(1).join(" ").trim() ||
					"Make it reachable and ask again.",
	};
}

/** Real servers that are declared with a weight and may get no connection. A drain is intended, and reported as a note. */
export function judgeTable(course: Course): {
	findings: (Finding & { about: string })[];
	notes: string[];
} {
	const { director, target } = course;
	const found = serversByService(director?.ipvs ?? new Map()).get(target.key);
	const findings: (Finding & { about: string })[] = [];
	const notes: string[] = [];
	if (director === undefined || found === undefined) return { findings, notes };
	if (found.every(({ weight }) => weight === 0)) return { findings, notes };
	for (const { name, address, rule } of target.servers) {
		const now = found.find((each) => each.address.text === address);
		if (rule.weight === 0)
			notes.push(`${name}: weight 0 is declared: it gets no new connections`);
		else if (director.drained[address] !== undefined)
			notes.push(
				`${name}: drained by an operator: it gets no new connections until lvsctl undrain ${name}`,
			);
		else if (now === undefined || now.weight === 0)
			findings.push(
				failing(course, ruleKey(rule)) ?? {
					about: name,
					host: director.name,
					hop: director.name,
					cause:
						now === undefined
							? `${name} (${address}) is not among the real servers of ${target.key}`
							: `${name} (${address}) has weight 0 in ${target.key}, and ${rule.weight} is declared: it gets no new connections`,
					wayOut: "Run lvsctl up, which puts it back.",
					evidence: [],
				},
			);
	}
	return { findings, notes };
}

/** Why the director itself keeps a real server out. Undefined: it does not. */
function failing(
	{ director, target }: Course,
	rule: string,
): (Finding & { about: string }) | undefined {
	const [place, check] =
		Object.entries(target.director.desired.checks ?? {}).find(([, { rules }]) =>
			rules.includes(rule),
		) ?? [];
	const found = place === undefined ? undefined : director?.health[place];
	if (
		director === undefined ||
		check === undefined ||
		found === undefined ||
		!isOut(found)
	)
		return undefined;
	return {
		about: check.realServer,
		host: director.name,
		hop: director.name,
		cause: `${check.realServer} ${healthLine(check, found)}`,
		wayOut: `It comes back by itself when it passes. To see why it does not: journalctl -u lvs-${target.director.component}-health on ${director.name}.`,
		evidence: [],
	};
}
