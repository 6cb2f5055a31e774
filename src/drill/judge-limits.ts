import type { Figures, HeldFigures } from "./figures.ts";

/** The limits that the user sets. Without a limit nothing is judged. */
export interface Limits {
	/** Requests that may be lost in all. */
	readonly lost?: number;
	/** Seconds after which no request that is lost may begin: after the event, and again after its end. */
	readonly within?: number;
	readonly held?: HeldLimit;
}

/** `all`: no held connection may break. `others`: only those to the real server that the event hits may, and answers must name it. */
export const heldLimits = ["all", "others"] as const;

export type HeldLimit = (typeof heldLimits)[number];

/** One limit, and whether it was kept. */
export interface Judged {
	/** As the user wrote it: `--lost 0`. */
	readonly limit: string;
	readonly kept: boolean;
	/** What was seen instead. */
	readonly saw: string;
}

/**
 * Compares the measured numbers with the limits.
 *
 * @param target the real server that the event hit. Undefined: it hit none.
 */
export function judgeLimits(
	{ lost, outFor = 0, backAfter, held }: Figures,
	limits: Limits,
	target: string | undefined,
): Judged[] {
	const longest = Math.max(outFor, backAfter);
	return [
		...(limits.lost === undefined
			? []
			: [
					{
						limit: `--lost ${limits.lost}`,
						kept: lost.all <= limits.lost,
						saw: `${lost.all} lost`,
					},
				]),
		...(limits.within === undefined
			? []
			: [
					{
						limit: `--within ${limits.within}`,
						kept: longest <= limits.within,
						saw: `the last began after ${longest.toFixed(1)} s`,
					},
				]),
		...(limits.held === undefined
			? []
			: [
					{
						limit: `--held ${limits.held}`,
						...judgeHeld(held, limits.held === "others" ? target : undefined),
					},
				]),
	];
}

/** @param spared the real server whose connections may break. Undefined: none may. */
function judgeHeld(
	{ survived, broke, brokeBy }: HeldFigures,
	spared: string | undefined,
): Pick<Judged, "kept" | "saw"> {
	if (broke + survived === 0) return { kept: false, saw: "none was held" };
	if (spared === undefined) return { kept: broke === 0, saw: `${broke} broke` };
	const named = Object.values(brokeBy).reduce((sum, each) => sum + each, 0);
	const elsewhere = named - (brokeBy[spared] ?? 0);
	const unnamed = broke - named;
	return {
		kept: elsewhere + unnamed === 0,
		saw: [
			`${elsewhere} to others than ${spared} broke`,
			...(unnamed === 0
				? []
				: [
						`${unnamed} broke of which nobody knows where they led, as answers do not name the real server`,
					]),
		].join("; "),
	};
}
