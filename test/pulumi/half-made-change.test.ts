import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { halfMadeStage } from "./half-made.ts";

suite("a change that failed is completed by the next, whatever the resource and the step", () => {
	const { program, completes, fails, refreshes, failsAtEveryStep, destroys } =
		halfMadeStage();

	test("a first up", async () => {
		await program(1);
		await completes();
	});

	test("a change that fails at every step, one after the other", async () => {
		await program(2);
		await failsAtEveryStep();
	});

	for (const fault of ["killed", "unseen", "undone"] as const)
		test(`a change that is ${fault}, and taken back before it is completed`, async () => {
			await program(1);
			assert.ok(await fails(fault));
			await program(2);
			await completes();
		});

	test("and all is taken back", destroys);

	for (const fault of ["killed", "unseen", "undone"] as const)
		test(`a first up that is ${fault}, refreshed, completed and destroyed`, async () => {
			await program(1);
			assert.ok(await fails(fault));
			await refreshes({ begun: fault === "unseen" });
			await completes();
			await destroys();
		});
});
