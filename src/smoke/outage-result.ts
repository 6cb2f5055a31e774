import { type Figures, figures } from "../drill/figures.ts";
import { judgeLimits, type Limits } from "../drill/judge-limits.ts";
import type { Ran } from "../drill/run-drill.ts";
import type { CheckResult } from "./check.ts";
import type { OutageResolved } from "./outage-shapes.ts";

/** Judges what a client saw of a failure. An outage that could not begin, or could not be taken back, has failed. */
export function outageResult(
	resolved: Pick<
		OutageResolved,
		"event" | "service" | "url" | "rate" | "hold" | "times" | "limits"
	> &
		Partial<Pick<OutageResolved, "realServer">>,
	{ name, says }: { readonly name: string; readonly says: string },
	ran: Ran,
): CheckResult {
	const { event, service, url, rate, hold, times, limits } = resolved;
	const result = {
		check: `outage of ${service}: ${event} ${name}`,
		did: `${rate} requests a second to ${url}, ${hold} connections held, while ${says}, for ${times.during} s`,
		expected: wordsOf(limits),
		counts: {},
	};
	if (ran.eventAt === undefined)
		return {
			...result,
			passed: false,
			saw: `nothing was done: ${ran.notWell}`,
		};
	const target = resolved.realServer ? name : undefined;
	const seen = figures(ran, target);
	const judged = judgeLimits(seen, limits, target);
	const kept = judged.every((each) => each.kept);
	return {
		...result,
		passed: kept && ran.notTakenBack === undefined,
		saw: [
			...sawOf(seen),
			...(ran.notTakenBack === undefined ? [] : [ran.notTakenBack]),
		].join("; "),
	};
}

/** What the result of an outage that is not rehearsed needs of it. */
type Planned = Pick<OutageResolved, "event" | "service" | "limits">;

/** The result of an outage that is not rehearsed, because another check failed before it. */
export function notRehearsed(outage: Planned): CheckResult {
	return nothingDone(outage, outage.event, {
		did: "another check of this smoke test failed, and an outage is rehearsed only if all is well",
		saw: "nothing",
	});
}

/** For an outage of a director that is not rehearsed, as no other one is ready. */
export function nobodyTakesOver(
	outage: Planned,
	name: string,
	why: string,
): CheckResult {
	return nothingDone(outage, `${outage.event} ${name}`, {
		did: `before ${name} is taken down another director must be ready`,
		saw: why,
	});
}

/** For an outage of a real server that is not rehearsed, as it gets no clients, or nobody else would serve them. */
export function nobodyServes(
	outage: Planned,
	name: string,
	why: string,
): CheckResult {
	return nothingDone(outage, `${outage.event} ${name}`, {
		did: `before ${name} is taken away it must get clients, and others must be left who serve them`,
		saw: `nothing was done: ${why}`,
	});
}

function nothingDone(
	{ service, limits }: Planned,
	what: string,
	{ did, saw }: Pick<CheckResult, "did" | "saw">,
): CheckResult {
	return {
		check: `outage of ${service}: ${what}`,
		passed: false,
		did: `nothing: ${did}`,
		expected: wordsOf(limits),
		saw,
		counts: {},
	};
}

function wordsOf({ lost, within, held }: Limits): string {
	return [
		...(lost === undefined ? [] : [`${lost} lost at most`]),
		...(within === undefined
			? []
			: [`none lost that began later than ${within} s`]),
		...(held === undefined
			? []
			: [
					`${held === "all" ? "no held connection" : "no held connection to others"} broken`,
				]),
	].join(", ");
}

function sawOf({ sent, lost, firstWhy, outFor, backAfter, held }: Figures) {
	const all = held.survived + held.broke;
	return [
		`${lost.all} of ${sent} lost${lost.all === 0 ? "" : ` (${lost.words}; the first: ${firstWhy})`}`,
		...(outFor === undefined
			? []
			: [`the last began ${outFor.toFixed(1)} s after the event`]),
		...(backAfter === 0
			? []
			: [`the last began ${backAfter.toFixed(1)} s after its end`]),
		all === 0 ? "none was held" : `${held.broke} of ${all} held broke`,
	];
}
