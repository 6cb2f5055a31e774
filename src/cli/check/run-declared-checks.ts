import { DeclarationError } from "../../errors.ts";
import type { SmokeInputs } from "../../provider/smoke-resource.ts";
import { runChecks } from "../../provider/smoke-resource.ts";
import type { CheckResult } from "../../smoke/check.ts";
import { isOutage, kindOf } from "../../smoke/checks.ts";
import { underName } from "../../ssh/under-name.ts";
import type { OpenStack } from "../stack/open-stack.ts";
import { UsageError } from "../usage-error.ts";
import { declaredSmokeTests } from "./declared-smoke-tests.ts";

/** A smoke test that can be run. */
export interface Declared extends Omit<SmokeInputs, "proves"> {
	/** Whether it has already passed in an `up`. */
	readonly passed: boolean;
}

/**
 * Runs the smoke tests of a stack, as its last `up` left them. Those that no `up` has reached are run as the program declares them. It changes no host and no
 * state.
 *
 * @param only kinds of checks, like `session`; default: all.
 * @param outages whether outages are rehearsed, which take something away from users. Default: only if `only` names them.
 * @param say is called for those that have not passed in an `up` yet.
 * @throws UsageError where there is no smoke test.
 * @throws DeclarationError where no smoke test has a check of such a kind.
 */
export async function runDeclaredChecks(
	{ smokeTests, smokeTestsToCome, stack }: OpenStack,
	folder: string,
	{
		only,
		outages = only?.includes("outage") ?? false,
	}: {
		readonly only?: readonly string[] | undefined;
		readonly outages?: boolean;
	},
	say: (line: string) => void,
): Promise<CheckResult[]> {
	const asked =
		smokeTests.length === 0 || smokeTestsToCome.length > 0
			? await declaredSmokeTests(stack)
			: [];
	const names = new Set(smokeTests.map(({ name }) => name));
	const all: Declared[] = [
		...smokeTests,
		...asked
			.filter(({ name }) => !names.has(name))
			.map((one) => ({ ...one, passed: false })),
	];
	if (all.length === 0)
		throw new UsageError(
			`${folder}: stack ${stack.name} has no smoke test, and its program declares none; declare a SmokeTest`,
		);
	const results: CheckResult[] = [];
	for (const each of ofKinds(all, only)) {
		const declared = outages ? each : withoutOutages(each);
		const left = each.checks.length - declared.checks.length;
		if (left > 0)
			say(
				`smoke test ${each.name}: ${left === 1 ? "1 outage is" : `${left} outages are`} not rehearsed; --outages does it`,
			);
		if (left > 0 && declared.checks.length === 0) continue;
		if (!declared.passed)
			say(`smoke test ${declared.name}: declared, not yet passed`);
		results.push(
			...(await underName(`smoke test ${declared.name}`, () =>
				runChecks(declared),
			)),
		);
	}
	return results;
}

function withoutOutages(declared: Declared): Declared {
	return {
		...declared,
		checks: declared.checks.filter((check) => !isOutage(check)),
	};
}

/**
 * The smoke tests, each with only its checks of these kinds. A control has the kind of the check that it controls. A smoke test that has no such check is left
 * out.
 *
 * @throws DeclarationError where no smoke test has a check of one of the kinds. Without the error nothing would be checked, and the command
 * would pass.
 */
export function ofKinds<Test extends Pick<SmokeInputs, "checks">>(
	smokeTests: readonly Test[],
	kinds: readonly string[] | undefined,
): readonly Test[] {
	if (kinds === undefined) return smokeTests;
	const there = new Set<string>(
		smokeTests.flatMap(({ checks }) => checks.map(kindOf)),
	);
	for (const kind of kinds)
		if (!there.has(kind))
			throw new DeclarationError("lvsctl check", [
				{
					path: "--only",
					message: `no check ${JSON.stringify(kind)}; the stack has ${[...there].join(", ")}`,
				},
			]);
	return smokeTests
		.map((declared) => ({
			...declared,
			checks: declared.checks.filter((one) => kinds.includes(kindOf(one))),
		}))
		.filter(({ checks }) => checks.length > 0);
}
