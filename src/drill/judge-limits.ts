import type { Figures } from "./figures.ts";

/** The limits that the user sets. Without a limit nothing is judged. */
export interface Limits {
	/** Requests that may be lost in all. */
	readonly lost?: number;
	/** Seconds after which no request that is lost may begin: after the event, and again after its end. */
	readonly within?: number;
	/** `all`: no held connection may break. */
	readonly held?: "all";
}

/** One limit, and whether it was kept. */
export interface Judged {
	/** As the user wrote it: `--lost 0`. */
	readonly limit: string;
	readonly kept: boolean;
	/** What was seen instead. */
	readonly saw: string;
}

/** Compares the measured numbers with the limits. */
export function judgeLimits(
	{ lost, outFor = 0, backAfter, held }: Figures,
	limits: Limits,
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
						kept: held.broke === 0 && held.survived > 0,
						saw:
							held.broke + held.survived === 0
								? "none was held"
								: `${held.broke} broke`,
					},
				]),
	];
}
