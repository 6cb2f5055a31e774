import type { Cluster } from "../model/cluster.ts";
import type { HostConnection } from "../model/host.ts";
import type { Session } from "../ssh/session.ts";
import {
	type ArticleDeclared,
	type ArticleResolved,
	articleCheck,
} from "./article.ts";
import type { Check, CheckResult, Hosts } from "./check.ts";
import type { ControlDeclared } from "./control.ts";
import {
	type FailoverDeclared,
	type FailoverResolved,
	failoverCheck,
} from "./failover.ts";
import { outageCheck } from "./outage.ts";
import { notRehearsed } from "./outage-result.ts";
import type { OutageDeclared, OutageResolved } from "./outage-shapes.ts";
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
	| ReadBackDeclared
	| OutageDeclared;
type PlainResolved =
	| SpreadResolved
	| StickyResolved
	| SessionResolved
	| FailoverResolved
	| RegisterResolved
	| ArticleResolved
	| ReadBackResolved
	| OutageResolved;

/** Every check that a user can declare. Functions of the same names make them. */
export type DeclaredCheck = PlainDeclared | ControlDeclared<PlainDeclared>;
export type ResolvedCheck =
	| PlainResolved
	| { readonly kind: "control"; readonly of: PlainResolved };

// `kind` decides which check a declaration belongs to, but TypeScript cannot follow that through a table
const kinds = {
	spread: spreadCheck,
	sticky: stickyCheck,
	session: sessionCheck,
	failover: failoverCheck,
	register: registerCheck,
	article: articleCheck,
	readBack: readBackCheck,
	outage: outageCheck,
} as unknown as Readonly<
	Record<PlainDeclared["kind"], Check<PlainDeclared, PlainResolved>>
>;

export function resolveCheck(
	declared: DeclaredCheck,
	cluster: Cluster,
	/** The headers by which the websites of the program name the real server, besides the usual one. */
	headers: readonly string[] = [],
	hosts: Hosts = { machines: [] },
): ResolvedCheck {
	// a state that has no such header stays as it is
	const named = headers.length === 0 ? {} : { headers };
	return declared.kind === "control"
		? {
				kind: "control",
				of: kinds[declared.of.kind].resolve(declared.of, cluster, named, hosts),
			}
		: kinds[declared.kind].resolve(declared, cluster, named, hosts);
}

/** The kind of a check. A control has the kind of the check that it controls. */
export function kindOf(resolved: ResolvedCheck): PlainDeclared["kind"] {
	return resolved.kind === "control" ? resolved.of.kind : resolved.kind;
}

/** Whether no other check may run at the same time. */
export function runsAlone(resolved: ResolvedCheck): boolean {
	return kinds[kindOf(resolved)].alone;
}

/** The outages among checks: they take something away from users. */
export function isOutage(resolved: ResolvedCheck): resolved is OutageResolved {
	return resolved.kind === "outage";
}

/**
 * Runs checks: first those that must run alone, one after the other, then the others at the same time. Outages come last, and only if everything else passed.
 * Results are in the order of the checks.
 */
export async function runInTurn(
	checks: readonly ResolvedCheck[],
	run: (check: ResolvedCheck) => Promise<CheckResult>,
): Promise<CheckResult[]> {
	const results = new Map<ResolvedCheck, CheckResult>();
	const note = async (check: ResolvedCheck) => {
		results.set(check, await run(check));
	};
	const others = checks.filter((check) => !isOutage(check));
	for (const check of others.filter(runsAlone)) await note(check);
	const ended = await Promise.allSettled(
		others.filter((check) => !runsAlone(check)).map(note),
	);
	for (const one of ended) if (one.status === "rejected") throw one.reason;
	for (const check of checks.filter(isOutage)) {
		const isWell = [...results.values()].every(({ passed }) => passed);
		if (isWell) await note(check);
		else results.set(check, notRehearsed(check));
	}
	return checks.flatMap((check) => results.get(check) ?? []);
}

/** Runs a check. If the application refuses a step, the check has failed. If the client machine cannot ask, that is an error. */
export async function runCheck(
	resolved: ResolvedCheck,
	client: Session,
	other: Session,
	machines: Readonly<Record<string, HostConnection>> = {},
): Promise<CheckResult> {
	if (resolved.kind !== "control") {
		try {
			return await kinds[resolved.kind].run(resolved, client, other, machines);
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
	const result = await runCheck(resolved.of, client, other, machines);
	return {
		...result,
		check: `control: ${result.check}`,
		passed: !result.passed,
		expected: `not this: ${result.expected}`,
	};
}

/** Writes a result in a few lines: what was done, expected, seen. */
export function formatResult(result: CheckResult): string {
	return [
		`${result.passed ? "passed" : "FAILED"}: ${result.check}`,
		`  did       ${result.did}`,
		`  expected  ${result.expected}`,
		`  saw       ${result.saw}`,
		...(result.answer === undefined ? [] : [`  answer    ${result.answer}`]),
	].join("\n");
}
