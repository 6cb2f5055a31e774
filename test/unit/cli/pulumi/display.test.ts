import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
	asksInVain,
	displayFor,
	isConfirmed,
	type Operation,
} from "../../../../src/cli/pulumi/display.ts";

const operation = (words: string, more: Partial<Operation>): Operation => {
	const [verb, ...options] = words.split(" ");
	return {
		verb: verb as Operation["verb"],
		options,
		lab: false,
		json: false,
		terminal: false,
		confirmed: false,
		...more,
	};
};

suite("who prints, and what pulumi gets for it", () => {
	const terminal = true;
	const json = true;
	const lab = true;
	for (const [words, more, display, flags] of [
		["up --yes", { terminal }, "pulumi", ""],
		["up", { terminal, lab }, "pulumi", "--yes --skip-preview"],
		["up --yes", {}, "events", "--json"],
		["up", { lab }, "events", "--yes --skip-preview --json"],
		["up --yes --diff", {}, "diff", ""],
		["up --yes --show-sames", {}, "pulumi", ""],
		["up --yes", { json }, "lines", "--json"],
		["up --yes -j", { json }, "lines", ""],
		["preview", { terminal }, "pulumi", "--diff"],
		["preview", { lab }, "diff", "--diff"],
		["preview --diff=false", {}, "events", "--json"],
		["preview", { json }, "document", "--json"],
		["refresh", { lab }, "diff", "--yes --skip-preview --diff"],
		["refresh --yes", { terminal }, "pulumi", "--diff"],
		["refresh --preview-only", { lab }, "diff", "--diff"],
		["refresh --preview-only", { json, lab }, "document", "--json"],
		["destroy --yes", {}, "events", "--json"],
	] as const)
		test(`${words} ${Object.keys(more)}`, () => {
			assert.deepEqual(displayFor(operation(words, more)), {
				display,
				flags: flags.split(" ").filter(Boolean),
			});
		});
});

test("pulumi's question is seen before it is asked in vain", () => {
	for (const [words, more, vain] of [
		["up", {}, true],
		["up", { terminal: true }, false],
		["up", { terminal: true, json: true }, true],
		["up", { lab: true }, false],
		["up -y", {}, false],
		["destroy --skip-preview", {}, false],
		["refresh --preview-only", {}, false],
		["refresh", {}, true],
		["up", { confirmed: true }, false],
		["destroy", { confirmed: true, json: true }, false],
		["preview", {}, false],
	] as const)
		assert.equal(asksInVain(operation(words, more)), vain, words);
});

test("the environment can agree to everything, as pulumi reads it", () => {
	const said = (word: string) =>
		isConfirmed({ PULUMI_SKIP_CONFIRMATIONS: word });
	assert.deepEqual(["true", "1", "TRUE"].map(said), [true, true, true]);
	assert.deepEqual(["", "0", "false", "yes"].map(said), Array(4).fill(false));
	assert.equal(isConfirmed({}), false);
});
