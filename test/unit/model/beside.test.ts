import assert from "node:assert/strict";
import { test } from "node:test";
import { DeclarationError } from "../../../src/errors.ts";
import type { Door } from "../../../src/model/door.ts";
import { unknown } from "../../../src/model/unknown.ts";
import { wrongBeside } from "./wrong-beside.ts";

// What is set up beside a cluster: each wrong declaration is refused with the exact message, also in a preview.

for (const [door, kinds] of wrongBeside) {
	test(`a good ${door.what} is taken`, () => {
		assert.deepEqual(problemsOf(door, kinds.good), []);
		assert.deepEqual(door.check("it", kinds.good), []);
	});

	test(`a ${door.what} whose connections come later is no problem in a preview`, () => {
		const later = JSON.parse(JSON.stringify(kinds.good), (key, value) =>
			key === "host" || key === "address" ? unknown : value,
		) as unknown;
		assert.deepEqual(door.check("it", later), []);
	});

	for (const [name, [change, expected]] of Object.entries(kinds.wrong))
		test(`refused: a ${door.what} with ${name}`, () => {
			const declaration = change(structuredClone(kinds.good));
			const problems = problemsOf(door, declaration);
			assert.deepEqual(
				problems.map(({ path, message }) => `${path}: ${message}`),
				[expected].flat(),
			);
			assert.deepEqual(door.check("it", declaration), problems);
		});
}

function problemsOf(door: Door<unknown>, declaration: unknown) {
	try {
		door.parse("it", declaration);
	} catch (error) {
		if (error instanceof DeclarationError) return error.problems;
		throw error;
	}
	return [];
}
