/** What became of the tests of a suite, or of several. */
export interface Tally {
	passed: number;
	/** Why tests were not run -> how many. */
	readonly skipped: Map<string, number>;
}

/** `skip`: what the runner tells of a test that did not fail. */
export function addTo(tally: Tally, skip: string | boolean | undefined): void {
	if (skip === undefined || skip === false) {
		tally.passed += 1;
		return;
	}
	const why = typeof skip === "string" && skip !== "" ? skip : "no reason told";
	tally.skipped.set(why, (tally.skipped.get(why) ?? 0) + 1);
}

/**
 * As people read it: "passed 4, 11 left to script/campaign packages". `missing`: something was not run that no campaign has, which is
 * told as "1 NOT RUN: no archive here".
 */
export function ran({ passed, skipped }: Tally): {
	readonly said: string;
	readonly missing: boolean;
} {
	const campaigns = [...skipped].filter(([why]) => isCampaign(why));
	const others = [...skipped].filter(([why]) => !isCampaign(why));
	return {
		said: [
			`passed ${passed}`,
			...campaigns.map(([why, count]) => `${count} left to ${why}`),
			...others.map(([why, count]) => `${count} NOT RUN: ${why}`),
		].join(", "),
		missing: others.length > 0,
	};
}

const isCampaign = (why: string) => why.startsWith("script/campaign ");
