import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { suite, test } from "node:test";
import {
	beforeOf,
	functionsOf,
	secondsOf,
} from "../../../../src/host/kinds/actions.ts";
import {
	definitions,
	shellFunction,
} from "../../../../src/host/kinds/shell-function.ts";
import type { Step } from "../../../../src/host/step.ts";
import { sh } from "../../../../src/ssh/shell.ts";

const because = "test";
const opening = {
	by: "ufw",
	rule: "allow proto tcp from any to 172.18.0.70 port 80",
} as const;
const drain = (seconds: number): Step => ({
	kind: "drain",
	recordName: "web-director",
	seconds,
	servers: [],
	because,
});

suite("what a change must know of its steps", () => {
	for (const [what, steps, expected] of [
		["nothing of note", [{ kind: "reload-systemd", because }], 0],
		[
			"packages, however many steps they take",
			[
				{ kind: "install", packages: ["epel-release"], because },
				{ kind: "install", packages: ["ipvsadm"], because },
			],
			1320,
		],
		["drains, at the same time", [drain(30), drain(20)], 30],
		[
			"each rule of a filter",
			[
				{
					kind: "open",
					openings: [opening, opening],
					recordName: "o",
					because,
				},
				{ kind: "open", openings: [opening], recordName: "o", because },
			],
			6,
		],
		[
			"all kinds one after the other",
			[{ kind: "run", script: "/x", because }, drain(30)],
			930,
		],
	] satisfies [string, Step[], number][])
		test(`seconds: ${what}`, () => assert.equal(secondsOf(steps), expected));

	test("only an archive is sent before the change", () => {
		const archive = { file: "/a", sha256: "a", subtree: "", links: {} };
		assert.ok(
			beforeOf({
				kind: "unpack",
				directory: "/d",
				archive,
				others: [],
				because,
			}),
		);
		assert.equal(beforeOf(drain(1)), undefined);
	});

	test("a script defines what its steps call, each function once, and no other", () => {
		const namesIn = (steps: readonly Step[]) =>
			[...functionsOf(steps).matchAll(/^(\w+)\(\)/gm)].map(([, name]) => name);
		const enable = { kind: "enable", unit: "lvs-web", because } as const;
		assert.deepEqual(namesIn([enable, enable, drain(1)]), [
			"enable_unit",
			"let_go",
			"unrefused",
			"drain",
			"active",
			"held_back",
			"with_entries",
		]);
		assert.deepEqual(namesIn([{ kind: "reload-systemd", because }]), [
			"enable_unit",
			"let_go",
		]);
		assert.equal(functionsOf([{ kind: "run", script: "/x", because }]), "");
	});
});

test("a function of shell brings those that it calls", () => {
	const inner = shellFunction("inner", {}, () => `# word\n\techo "$1"`);
	const outer = shellFunction(
		"outer",
		{ inner },
		(call) => sh`# nothing\n\t${call.inner} "it\'s"`,
	);
	const { stdout } = spawnSync("sh", [], {
		input: `${definitions([outer])}\nouter`,
		encoding: "utf8",
	});
	assert.equal(stdout, "it's\n");
});
