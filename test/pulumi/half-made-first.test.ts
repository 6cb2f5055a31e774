import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { onlyIn } from "../lab/only-in.ts";
import { eachOnce, halfMadeStage } from "./half-made.ts";

suite("a first up that failed is completed by the next, whatever the resource and the step", () => {
	const {
		program,
		fails,
		forget,
		failsAtEveryStep,
		destroys,
		destroyFailsAtEveryStep,
	} = halfMadeStage();

	test("a first up that fails at every step, one after the other", async () => {
		await program(1);
		await failsAtEveryStep();
	});

	test("a destroy that fails at every step", destroyFailsAtEveryStep);

	test(
		"a first up that failed is taken back by destroy",
		onlyIn("every-step"),
		async () => {
			await program(1);
			forget();
			for (let times = 0; times < 4; times += 1)
				assert.ok(await fails(eachOnce));
			await destroys();
		},
	);
});
