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

/** The result of an outage that is not rehearsed, because another check failed before it. */
export function notRehearsed({
	event,
	service,
	limits,
}: OutageResolved): CheckResult {
	return {
		check: `outage of ${service}: ${event}`,
		passed: false,
		did: "nothing: another check of this smoke test failed, and an outage is rehearsed only if all is well",
		expected: wordsOf(limits),
		saw: "nothing",
		counts: {},
	};
}

/** For an outage of a director that is not rehearsed, as no other one is ready. */
export function nobodyTakesOver(
	{
		event,
		service,
		limits,
	}: Pick<OutageResolved, "event" | "service" | "limits">,
	name: string,
	why: string,
): CheckResult {
	return {
		check: `outage of ${service}: ${event} ${name}`,
		passed: false,
		did: `nothing: before ${name} is taken down another director must be ready`,
		expected: wordsOf(limits),
		saw: why,
		counts: {},
	};
}

/** For an outage of a real server that is not rehearsed, as it gets no clients, or nobody else would serve them. */
export function nobodyServes(
	{
		event,
		service,
		limits,
	}: Pick<OutageResolved, "event" | "service" | "limits">,
	name: string,
	why: string,
): CheckResult {
	return {
		check: `outage of ${service}: ${event} ${name}`,
		passed: false,
		did: `nothing: before ${name} is taken away it must get clients, and others must be left who serve them`,
		expected: wordsOf(limits),
		saw: `nothing was done: ${why}`,
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
