import type { Cluster } from "../model/cluster.ts";
import type { Session } from "../remote/session.ts";
import type { Check, CheckResult } from "./check.ts";
import {
	type SpreadDeclared,
	type SpreadResolved,
	spreadCheck,
} from "./spread.ts";
import {
	type StickyDeclared,
	type StickyResolved,
	stickyCheck,
} from "./sticky.ts";

/** Every check a user can declare; made by the functions of the same names. */
export type DeclaredCheck = SpreadDeclared | StickyDeclared;
export type ResolvedCheck = SpreadResolved | StickyResolved;

// which kind belongs to which check is known by `kind`, which TypeScript does not follow through a table
const kinds = {
	spread: spreadCheck,
	sticky: stickyCheck,
} as unknown as Readonly<
	Record<DeclaredCheck["kind"], Check<DeclaredCheck, ResolvedCheck>>
>;

export function resolveCheck(
	declared: DeclaredCheck,
	cluster: Cluster,
): ResolvedCheck {
	return kinds[declared.kind].resolve(declared, cluster);
}

export function runCheck(
	resolved: ResolvedCheck,
	client: Session,
): Promise<CheckResult> {
	return kinds[resolved.kind].run(resolved, client);
}

/** One result in a few lines: what was done, expected, seen. */
export function formatResult(result: CheckResult): string {
	return [
		`${result.passed ? "passed" : "FAILED"}: ${result.check}`,
		`  did       ${result.did}`,
		`  expected  ${result.expected}`,
		`  saw       ${result.saw}`,
	].join("\n");
}
