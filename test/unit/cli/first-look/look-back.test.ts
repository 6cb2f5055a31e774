import assert from "node:assert/strict";
import { suite, type TestContext, test } from "node:test";
import { lookBack } from "../../../../src/cli/first-look/look-back.ts";
import type { Look } from "../../../../src/cli/first-look/look-first.ts";
import type { Display } from "../../../../src/cli/pulumi/display.ts";
import { away, drifted, look, well } from "./looks.ts";

const stack = { folder: "/", name: "prod", environment: {} };
const emptied = look("rs1", { drift: ["add the VIP: it is missing"] });
const gone = look("rs1", { unseen: "root@192.0.2.1:22: no answer" });

/** What `up` says at its end, and its exit code. */
async function end(
	context: TestContext,
	{
		before,
		now,
		revision = "1",
		hasOthers = true,
		partial = false,
		display = "events",
	}: {
		readonly before: Look;
		/** What is seen after it. */
		readonly now: Look;
		readonly revision?: string;
		readonly hasOthers?: boolean;
		readonly partial?: boolean;
		readonly display?: Display;
	},
) {
	const said: string[] = [];
	const say = (line: string) => void said.push(line);
	context.mock.method(console, "error", say);
	context.mock.method(console, "log", say);
	let looked = 0;
	const exit = await lookBack(
		{ display, partial },
		stack,
		[before],
		{ hasOthers },
		{
			read: async () => ({ hosts: [{ ...before.host, revision }] }),
			look: async () => {
				looked++;
				return now;
			},
		},
	);
	context.mock.restoreAll();
	return { exit, looked, text: said.join("\n") };
}

suite("after an up that succeeded", () => {
	test("a machine that others made anew meanwhile is no success", async (context) => {
		const found = await end(context, { before: well, now: emptied });
		assert.deepEqual(found, {
			exit: 1,
			looked: 1,
			text: "changed while up ran, as when a machine is made anew; run up again:\n  web real-server rs1:\n    add the VIP: it is missing",
		});
	});

	test("also one that up itself changed before, and in an up of some resources", async (context) => {
		const changed = { before: well, now: emptied };
		assert.equal((await end(context, { ...changed, revision: "2" })).exit, 1);
		assert.equal((await end(context, { ...changed, partial: true })).exit, 1);
	});

	test("programs get it as JSON", async (context) => {
		const { exit, text } = await end(context, {
			...{ before: well, now: emptied },
			display: "lines",
		});
		assert.equal(exit, 1);
		assert.match(JSON.stringify(JSON.parse(text)), /changed while up ran/);
	});

	test("one that cannot be reached any more is told with its reason", async (context) => {
		for (const before of [well, look("rs1", { drift: ["a difference"] })]) {
			const { exit, text } = await end(context, { before, now: gone });
			assert.equal(exit, 3);
			assert.equal(
				text,
				"rs1: not looked at: root@192.0.2.1:22: no answer\nrs1 was not looked at: it is not known whether all is as declared there; run up again when it answers",
			);
		}
	});

	test("a stack with nothing of other packages does not pay for it", async (context) => {
		const found = { before: well, now: emptied, hasOthers: false };
		assert.deepEqual(await end(context, found), {
			exit: 0,
			looked: 0,
			text: "",
		});
	});

	test("all is well: nothing is said", async (context) => {
		const found = { before: well, now: well };
		assert.deepEqual(await end(context, found), {
			exit: 0,
			looked: 1,
			text: "",
		});
	});

	test("what was not repaired or seen before is told as such", async (context) => {
		const left = { before: drifted, now: drifted };
		const { exit, text } = await end(context, left);
		assert.equal(exit, 1);
		assert.match(text, /^not repaired:\n/);
		assert.equal((await end(context, { ...left, partial: true })).exit, 0);
		assert.equal((await end(context, { before: away, now: well })).exit, 3);
		assert.equal((await end(context, { before: drifted, now: well })).exit, 0);
	});
});
