import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { oneByOne } from "../../../../src/cli/failover/one-by-one.ts";

const clusters = ["web", "shop", "mail"].map((cluster) => ({ cluster }));

async function worked(failing: string | undefined) {
	const done: string[] = [];
	const error = await oneByOne(
		clusters,
		async ({ cluster }) => {
			if (cluster === failing) throw new Error(`${cluster} failed`);
			done.push(cluster);
		},
		() => "lb2 has it",
	).then(
		() => "",
		(error: Error) => error.message,
	);
	return { done, error };
}

suite("one cluster after the other", () => {
	test("all", async () => {
		assert.deepEqual(await worked(undefined), {
			done: ["web", "shop", "mail"],
			error: "",
		});
	});

	test("one fails: it is told what is done, and what is not", async () => {
		assert.deepEqual(await worked("shop"), {
			done: ["web"],
			error:
				"shop failed\n  cluster web: lb2 has it\n  cluster mail: nothing was done",
		});
	});

	test("the only one fails: nothing else is told", async () => {
		assert.equal(
			await oneByOne(
				clusters.slice(0, 1),
				() => Promise.reject(new Error("no")),
				() => "",
			).catch((error: Error) => error.message),
			"no",
		);
	});
});
