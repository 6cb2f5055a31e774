import assert from "node:assert/strict";
import { test } from "node:test";
import {
	ofKinds,
	runDeclaredChecks,
} from "../../../../src/cli/check/run-declared-checks.ts";
import type { OpenStack } from "../../../../src/cli/stack/open-stack.ts";
import type { ResolvedCheck } from "../../../../src/smoke/checks.ts";

const check = (kind: string) => ({ kind }) as unknown as ResolvedCheck;
const control = (kind: string) =>
	({ kind: "control", of: { kind } }) as unknown as ResolvedCheck;

const stack = [
	{ name: "one", checks: [check("spread"), check("session")] },
	{ name: "two", checks: [check("sticky"), control("session")] },
	{ name: "three", checks: [check("article")] },
];

test("all checks, where nothing is said of their kinds", () => {
	assert.deepEqual(ofKinds(stack, undefined), stack);
});

test("a kind of every smoke test, its controls too, and no smoke test without a check", () => {
	assert.deepEqual(ofKinds(stack, ["session"]), [
		{ name: "one", checks: [check("session")] },
		{ name: "two", checks: [control("session")] },
	]);
});

test("several kinds, in the order of the declaration", () => {
	assert.deepEqual(ofKinds(stack, ["article", "session", "spread"]), [
		{ name: "one", checks: [check("spread"), check("session")] },
		{ name: "two", checks: [control("session")] },
		{ name: "three", checks: [check("article")] },
	]);
});

test("a kind that is not there is refused, beside one that is too: asking nothing is no proof", () => {
	assert.throws(() => ofKinds(stack, ["session", "sesion"]), {
		name: "DeclarationError",
		message:
			/--only: no check "sesion"; the stack has spread, session, sticky, article$/,
	});
});

test("of a client machine that cannot be reached, the smoke test is named", async () => {
	const client = { address: "127.0.0.1", port: 1, privateKeyFile: "/nokey" };
	const open = {
		stack: { name: "prod" },
		smokeTests: [
			{ name: "spread", connection: client, checks: [], passed: true },
		],
		smokeTestsToCome: [],
	} as unknown as OpenStack;
	await assert.rejects(
		runDeclaredChecks(open, ".", {}, () => {}),
		{
			message: /^smoke test spread: root@127\.0\.0\.1:1: log in: /,
		},
	);
});

test("outages are left out and said, unless they are asked for", async () => {
	const nobody = { address: "127.0.0.1", port: 1, privateKeyFile: "/nokey" };
	const open = {
		stack: { name: "prod" },
		smokeTests: [
			{
				...{ name: "proof", connection: nobody, passed: true },
				checks: [check("outage")],
			},
		],
		smokeTestsToCome: [],
	} as unknown as OpenStack;
	const said: string[] = [];
	assert.deepEqual(
		await runDeclaredChecks(open, ".", {}, (line) => said.push(line)),
		[],
	);
	assert.deepEqual(said, [
		"smoke test proof: 1 outage is not rehearsed; --outages does it",
	]);
	for (const asked of [{ outages: true }, { only: ["outage"] }])
		await assert.rejects(
			runDeclaredChecks(open, ".", asked, () => {}),
			/^RemoteError: smoke test proof: root@127/,
		);
});
