import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { onlyIn } from "../lab/only-in.ts";
import { halfMadeStage } from "./half-made.ts";

const whole = onlyIn("every-step");

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

	// killed in a change and unseen in a first up are part of every run; all of both: script/campaign every-step
	for (const [fault, only] of [
		["killed", {}],
		["unseen", whole],
		["undone", whole],
	] as const)
		test(
			`a change that is ${fault}, and taken back before it is completed`,
			only,
			async () => {
				await program(1);
				assert.ok(await fails(fault));
				await program(2);
				await completes();
			},
		);

	test("and all is taken back", destroys);

	for (const [fault, only] of [
		["killed", whole],
		["unseen", {}],
		["undone", whole],
	] as const)
		test(
			`a first up that is ${fault}, refreshed, completed and destroyed`,
			only,
			async () => {
				await program(1);
				assert.ok(await fails(fault));
				await refreshes({ begun: fault === "unseen" });
				await completes();
				await destroys();
			},
		);
});
