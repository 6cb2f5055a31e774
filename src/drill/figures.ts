import { countLost, type LostCount } from "./count-lost.ts";
import type { Held, Request } from "./load.ts";
import type { Ran } from "./run-drill.ts";

/** What a drill measured. Times are seconds. */
export interface Figures {
	readonly sent: number;
	readonly lost: LostCount;
	/** What curl says of the first lost request. */
	readonly firstWhy?: string;
	/** The longest time of a request that was answered, and how many took a second or more: for those a packet was sent again. */
	readonly longestWait: number;
	readonly waited: number;
	/** Connections that were open when the event began. */
	readonly held: HeldFigures;
	/** From the event to the start of the last lost request. Only requests count that started while the event lasted. Undefined: none was lost. */
	readonly outFor?: number;
	/** From the end of the event until the last lost request began. 0: none was lost after it. */
	readonly backAfter: number;
	/**
	 * From the end of the event until the start of the first request that the target answered. `never`: it answered before, and not again. Undefined: answers do
	 * not name it.
	 */
	readonly targetBackAfter?: number | "never";
}

export interface HeldFigures {
	readonly survived: number;
	readonly broke: number;
	/** Real server -> how many of its connections broke, if answers name it. */
	readonly brokeBy: Readonly<Record<string, number>>;
}

/**
 * @param target the real server that the event hit. Undefined: it hit none.
 */
export function figures(
	{
		load: { requests, held },
		eventAt = 0,
		endedAt = eventAt,
	}: Pick<Ran, "load" | "eventAt" | "endedAt">,
	target: string | undefined,
): Figures {
	const lost = requests.filter(({ answer }) => answer?.lost !== undefined);
	const answered = requests.filter(
		({ answer }) => answer !== undefined && answer.lost === undefined,
	);
	const out = last(lost.filter(({ at }) => at < endedAt));
	const late = last(lost.filter(({ at }) => at >= endedAt));
	const byTarget = answered.filter(
		({ answer }) => target !== undefined && answer?.by === target,
	);
	const back = byTarget.find(({ at }) => at >= endedAt);
	const why = lost[0]?.answer?.why;
	return {
		sent: requests.length,
		lost: countLost(requests),
		...(why === undefined ? {} : { firstWhy: why }),
		longestWait: Math.max(
			0,
			...answered.map(({ answer }) => answer?.took ?? 0),
		),
		waited: answered.filter(({ answer }) => (answer?.took ?? 0) >= 1).length,
		held: heldFigures(held, eventAt),
		...(out === undefined ? {} : { outFor: Math.max(0, out - eventAt) }),
		backAfter: late === undefined ? 0 : late - endedAt,
		...(byTarget.length === 0
			? {}
			: {
					targetBackAfter: back === undefined ? "never" : back.at - endedAt,
				}),
	};
}

function last(requests: readonly Request[]): number | undefined {
	return requests.length === 0
		? undefined
		: Math.max(...requests.map(({ at }) => at));
}

function heldFigures(held: readonly Held[], eventAt: number): HeldFigures {
	const open = held.filter(
		({ from, end }) =>
			from < eventAt && (end === undefined || end.at > eventAt),
	);
	const broken = open.filter(({ end }) => end?.whole !== true);
	const brokeBy: Record<string, number> = {};
	for (const { by } of broken)
		if (by !== undefined) brokeBy[by] = (brokeBy[by] ?? 0) + 1;
	return {
		survived: open.length - broken.length,
		broke: broken.length,
		brokeBy,
	};
}
