import type { Problem } from "../errors.ts";
import type { Claim } from "../model/claim.ts";
import { clash } from "../model/clash.ts";
import { formatPath } from "../model/path.ts";
import { perProgram } from "./per-program.ts";

/** One component among those of its program. */
export interface Claimant {
	/** Takes the claims of the component, and returns the conflicts with earlier ones. */
	claim(claims: readonly Claim[]): Problem[];
}

interface Entry {
	readonly owner: string;
	claims: readonly Claim[];
}

const entriesOf = perProgram<Entry[]>(() => []);

/** @param owner the component's name in messages to others: "cluster web" */
export function claimant(owner: string): Claimant {
	const entries = entriesOf();
	const own: Entry = { owner, claims: [] };
	entries.push(own);
	return {
		claim(claims) {
			own.claims = claims;
			return entries
				.filter((entry) => entry !== own)
				.flatMap((other) => clashes(claims, other));
		},
	};
}

/** At most one problem for each place of the declaration: a conflict on several real servers is reported for the first of them. */
function clashes(claims: readonly Claim[], other: Entry): Problem[] {
	const told = new Map<string, Problem>();
	for (const mine of claims)
		for (const its of other.claims) {
			const message = clash(mine, its, other.owner);
			if (message === undefined) continue;
			const path = formatPath(mine.path);
			if (!told.has(path)) told.set(path, { path, message });
		}
	return [...told.values()];
}
