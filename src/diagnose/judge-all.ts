import { type Course, serverOf } from "./course.ts";
import type { Evidence } from "./evidence.ts";
import type { Judged } from "./finding.ts";
import { joined } from "./joined.ts";
import { judge, judgeTable, type Verdicts } from "./judge.ts";
import { judgeOthers } from "./judge-others.ts";
import { serviceNote } from "./judge-service.ts";
import { heldBy } from "./judge-table.ts";
import type { Planned } from "./plan-probes.ts";
import { type ProbeResult, wasSent } from "./probe.ts";
import { type Target, unasked } from "./target.ts";
import { unfollowed } from "./unfollowed.ts";

/** Everything that was found, before it is judged. */
export interface Findings {
	readonly targets: readonly Target[];
	readonly planned: readonly Planned[];
	readonly results: ReadonlyMap<number, ProbeResult>;
	readonly evidence: ReadonlyMap<string, Evidence>;
	readonly away: Readonly<Record<string, string>>;
	/** The client's address; empty where there is no client. */
	readonly from: string;
	readonly client: Evidence | undefined;
	readonly whyNoClient?: string;
	/** The real server that was asked for; others are left out. Default: all. */
	readonly only?: string;
}

/** Judges every probe, and every real server that no probe reached. Pure: recorded answers are judged in the same way. */
export function judgeAll(found: Findings): Verdicts {
	const { targets, away, whyNoClient } = found;
	const findings: Judged[] = [];
	const good: string[] = [];
	const notes: string[] = [
		...(whyNoClient === undefined ? [] : [`no probe was sent: ${whyNoClient}`]),
		...Object.entries(away).map(
			([name, why]) => `${name}: not looked at: ${why}`,
		),
		...new Set(
			targets.flatMap(({ director }) =>
				unasked(director).map(
					(key) => `${key}: not probed: no client here speaks its protocol`,
				),
			),
		),
		...[...found.evidence.values()].flatMap(({ name, blind }) =>
			blind.map((line) => `${name}: ${line}`),
		),
	];
	for (const target of targets) {
		const verdicts = judgeTarget(found, target);
		findings.push(...verdicts.findings);
		good.push(...verdicts.good);
		notes.push(...verdicts.notes);
	}
	return {
		findings: joined(findings),
		good,
		notes: [...new Set(notes)],
		unseen: Object.keys(away),
	};
}

type Judgement = Omit<Verdicts, "unseen" | "findings"> & {
	readonly findings: readonly Judged[];
};

function judgeTarget(found: Findings, target: Target): Judgement {
	const director = found.evidence.get(target.director.name);
	const everybody = [...found.evidence.values()];
	const common = {
		target,
		from: found.from,
		client: found.client,
		director,
		everybody,
		away: found.away,
	};
	const findings: Judged[] = [];
	const notes: string[] = [];
	const good: string[] = [];
	const counts = new Map<string, number>();
	const bad = new Set<string>();
	const courses: Course[] = [];
	const arrived: Course[] = [];
	const probes = withClientPorts(found).filter(
		(planned) => found.targets[planned.target] === target,
	);
	for (const { probe } of probes) {
		const server = serverOf(target, probe, director, everybody);
		const course: Course = {
			...common,
			probe,
			result: found.results.get(probe.number),
			server,
			realServer:
				server === undefined ? undefined : found.evidence.get(server.name),
		};
		if (course.result === undefined) continue;
		if (!wasSent(course.result)) {
			notes.push(
				`${found.client?.name ?? "client"}: a probe was not sent: ${course.result.said}`,
			);
			continue;
		}
		courses.push(course);
		const finding = judge(course);
		const name = server?.name ?? "";
		counts.set(name, (counts.get(name) ?? 0) + 1);
		if (found.only !== undefined && name !== "" && name !== found.only)
			continue;
		if (finding === undefined) {
			arrived.push(course);
			continue;
		}
		bad.add(name);
		findings.push(finding);
	}
	for (const course of arrived) {
		const finding = judgeOthers(course, courses);
		if (finding === undefined) {
			for (const note of [serviceNote(course), unfollowed(course)])
				if (note !== undefined) notes.push(note);
			continue;
		}
		bad.add(finding.host);
		findings.push(finding);
	}
	const table = judgeTable({
		...common,
		probe: undefined,
		result: undefined,
		server: undefined,
		realServer: undefined,
	});
	// its weight 0 is reported if persistence holds the client there
	findings.push(
		...table.findings.flatMap(({ about, ...finding }) =>
			findings.some(({ thing }) => thing === heldBy(about)) ? [] : [finding],
		),
	);
	notes.push(...table.notes);
	// if no probe reached a real server, the real servers are not the problem
	const stopped =
		findings.some(({ host }) => host === target.director.name) || bad.has("");
	for (const server of target.servers) {
		const { name } = server;
		if (found.only !== undefined && name !== found.only) continue;
		const way = `${target.key}${target.service.match.protocol === "fwmark" ? ` port ${target.port}` : ""} -> ${name}`;
		const count = counts.get(name) ?? 0;
		if (count > 0) {
			if (!bad.has(name))
				good.push(
					`${way}: every hop good (${count} probe${count === 1 ? "" : "s"})`,
				);
			continue;
		}
		if (stopped && probes.length > 0) continue;
		const realServer = found.evidence.get(name);
		const finding = judge({
			...common,
			probe: undefined,
			result: undefined,
			server,
			realServer,
		});
		if (finding !== undefined) findings.push(finding);
		else if (realServer !== undefined)
			notes.push(
				`${way}: no probe came to it${probes.length === 0 ? "" : ` (${probes.length} sent, scheduler ${target.service.scheduler}${target.service.persistence === undefined ? "" : ", persistence"})`}; its host shows nothing wrong`,
			);
		else if (found.away[name] === undefined)
			notes.push(
				`${way}: no probe came to it, and it is not set up by this program, so nothing is known of it`,
			);
	}
	return { findings, good, notes };
}

/** The client chooses the port of a datagram, and says which one it was. */
function withClientPorts({ planned, results }: Findings): readonly Planned[] {
	return planned.map(({ target, probe }) => ({
		target,
		probe:
			probe.kind === "udp"
				? { ...probe, clientPort: results.get(probe.number)?.clientPort ?? 0 }
				: probe,
	}));
}
