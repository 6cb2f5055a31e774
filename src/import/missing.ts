import { unknown } from "../model/unknown.ts";

/** A value that what was read does not have. The user fills it in; JSON leaves it out. */
export class Missing {
	/** Which value it is, for the comment at its place. */
	readonly what: string;
	/** What stands for it in the check of the model. */
	readonly standIn: unknown;

	constructor(what: string, standIn: unknown = unknown) {
		this.what = what;
		this.standIn = standIn;
	}

	toJSON(): undefined {
		return undefined;
	}
}

/** As it stands in a program. */
export function formatMissing(what: string): string {
	return `/* ${what} */ undefined!`;
}
