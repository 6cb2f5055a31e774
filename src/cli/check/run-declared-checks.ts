import { DeclarationError } from "../../errors.ts";
import type { SmokeInputs } from "../../provider/smoke-resource.ts";
import { runChecks } from "../../provider/smoke-resource.ts";
import type { CheckResult } from "../../smoke/check.ts";
import { kindOf } from "../../smoke/checks.ts";
import { underName } from "../../ssh/under-name.ts";
import { type OpenStack, upOf } from "../stack/open-stack.ts";
import { UsageError } from "../usage-error.ts";

/**
 * Runs the smoke tests of a stack, as its last `up` left them. It changes no host and no state.
 *
 * @param only kinds of checks, like `session`; default: all.
 * @throws UsageError where the stack has no smoke test.
 * @throws DeclarationError where no smoke test has a check of such a kind.
 */
export async function runDeclaredChecks(
	{ smokeTests, stack }: OpenStack,
	folder: string,
	only?: readonly string[],
): Promise<CheckResult[]> {
	if (smokeTests.length === 0)
		throw new UsageError(
			`${folder}: stack ${stack.name} has no smoke test that passed; declare a SmokeTest and run: ${upOf(folder, stack)}`,
		);
	const results: CheckResult[] = [];
	for (const declared of ofKinds(smokeTests, only))
		results.push(
			...(await underName(`smoke test ${declared.name}`, () =>
				runChecks(declared),
			)),
		);
	return results;
}

/**
 * The smoke tests with no checks but those of these kinds, a control counted as what it controls.
 *
 * @throws DeclarationError where one of the kinds is not there: nothing would be asked, and nothing would fail.
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
