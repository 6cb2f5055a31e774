import type { Cluster } from "../model/cluster.ts";
import type { Session } from "../ssh/session.ts";
import {
	type ArticleDeclared,
	type ArticleResolved,
	articleCheck,
} from "./article.ts";
import type { Check, CheckResult } from "./check.ts";
import type { ControlDeclared } from "./control.ts";
import {
	type FailoverDeclared,
	type FailoverResolved,
	failoverCheck,
} from "./failover.ts";
import {
	type ReadBackDeclared,
	type ReadBackResolved,
	readBackCheck,
} from "./read-back.ts";
import {
	type RegisterDeclared,
	type RegisterResolved,
	registerCheck,
} from "./register.ts";
import {
	type SessionDeclared,
	type SessionResolved,
	sessionCheck,
} from "./session.ts";
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
import { Refusal } from "./visitor.ts";

type PlainDeclared =
	| SpreadDeclared
	| StickyDeclared
	| SessionDeclared
	| FailoverDeclared
	| RegisterDeclared
	| ArticleDeclared
	| ReadBackDeclared;
type PlainResolved =
	| SpreadResolved
	| StickyResolved
	| SessionResolved
	| FailoverResolved
	| RegisterResolved
	| ArticleResolved
	| ReadBackResolved;

/** Every check a user can declare; made by the functions of the same names. */
export type DeclaredCheck = PlainDeclared | ControlDeclared<PlainDeclared>;
export type ResolvedCheck =
	| PlainResolved
	| { readonly kind: "control"; readonly of: PlainResolved };

// which kind belongs to which check is known by `kind`, which TypeScript does not follow through a table
const kinds = {
	spread: spreadCheck,
	sticky: stickyCheck,
	session: sessionCheck,
	failover: failoverCheck,
	register: registerCheck,
	article: articleCheck,
	readBack: readBackCheck,
} as unknown as Readonly<
	Record<PlainDeclared["kind"], Check<PlainDeclared, PlainResolved>>
>;

export function resolveCheck(
	declared: DeclaredCheck,
	cluster: Cluster,
): ResolvedCheck {
	return declared.kind === "control"
		? {
				kind: "control",
				of: kinds[declared.of.kind].resolve(declared.of, cluster),
			}
		: kinds[declared.kind].resolve(declared, cluster);
}

/** What is asked; of a control, what it controls. */
export function kindOf(resolved: ResolvedCheck): PlainDeclared["kind"] {
	return resolved.kind === "control" ? resolved.of.kind : resolved.kind;
}

/** Whether nothing else may be asked while the check runs. */
export function runsAlone(resolved: ResolvedCheck): boolean {
	return kinds[kindOf(resolved)].alone;
}

/** A step that the application refuses is an answer: no. A client that cannot ask is an error. */
export async function runCheck(
	resolved: ResolvedCheck,
	client: Session,
	other: Session,
): Promise<CheckResult> {
	if (resolved.kind !== "control") {
		try {
			return await kinds[resolved.kind].run(resolved, client, other);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			return {
				check: `${resolved.kind} at ${resolved.service}`,
				passed: false,
				did: "what users do",
				expected: "the application to take it",
				saw: error.message,
				counts: {},
			};
		}
	}
	const result = await runCheck(resolved.of, client, other);
	return {
		...result,
		check: `control: ${result.check}`,
		passed: !result.passed,
		expected: `not this: ${result.expected}`,
	};
}

/** One result in a few lines: what was done, expected, seen. */
export function formatResult(result: CheckResult): string {
	return [
		`${result.passed ? "passed" : "FAILED"}: ${result.check}`,
		`  did       ${result.did}`,
		`  expected  ${result.expected}`,
		`  saw       ${result.saw}`,
		...(result.answer === undefined ? [] : [`  answer    ${result.answer}`]),
	].join("\n");
}
