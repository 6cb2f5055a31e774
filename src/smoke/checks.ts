import type { Cluster } from "../model/cluster.ts";
import type { Session } from "../remote/session.ts";
import type { CheckResult } from "./check.ts";
import {
	type SpreadDeclared,
	type SpreadResolved,
	spreadCheck,
} from "./spread.ts";

/** Every check a user can declare; made by the functions of the same names. */
export type DeclaredCheck = SpreadDeclared;
export type ResolvedCheck = SpreadResolved;

const kinds = { spread: spreadCheck };

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
