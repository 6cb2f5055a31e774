import assert from "node:assert/strict";
import { test } from "node:test";
import { DeclarationError } from "../../../src/errors.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import { type Changes, changed, declared } from "./declared.ts";
import { wrongDeclarations } from "./wrong-declarations.ts";

function problemsOf(name: string, declaration: unknown) {
	try {
		clusterDoor.parse(name, declaration);
	} catch (error) {
		if (error instanceof DeclarationError) return error.problems;
		throw error;
	}
	return [];
}

const inWords = (changes: Changes) =>
	Object.entries(changes)
		.map(([path, value]) => `${path} = ${JSON.stringify(value) ?? "absent"}`)
		.join(", ");

for (const [changes, expected] of wrongDeclarations) {
	test(`refused: ${inWords(changes)}`, () => {
		const problems = problemsOf("web", changed(changes));
		assert.deepEqual(
			problems.map(({ path, message }) => [path, message]),
			Object.entries(expected),
		);
		assert.deepEqual(clusterDoor.check("web", changed(changes)), problems);
	});
}

for (const name of ["", "Web", "1web", "web_1", "web/1", "w".repeat(32)]) {
	test(`refused as the name of a cluster: ${JSON.stringify(name)}`, () => {
		assert.deepEqual(problemsOf(name, declared()), [
			{
				path: "name",
				message: `${JSON.stringify(name)} cannot name a cluster; write a lower-case letter, then lower-case letters, digits or "-", at most 31 in all`,
			},
		]);
	});
}

test("refused as the name of a cluster: what is no text", () => {
	assert.throws(() => clusterDoor.parse({} as string, declared()), {
		message:
			'cluster without a name: 1 problem\n  name: expected the name of a cluster like "web", got an object',
	});
});

for (const [value, came] of [
	[undefined, "missing; write"],
	[null, "got null"],
	[[], "got a list"],
	["web", "got a string"],
] as const) {
	test(`refused as a declaration: ${JSON.stringify(value)}`, () => {
		const [problem, ...others] = problemsOf("web", value);
		assert.deepEqual(others, []);
		assert.equal(problem?.path, "declaration");
		assert.ok(problem?.message.includes(came), problem?.message);
	});
}

test("every problem is told at once, of leaves and of what is between them", () => {
	assert.throws(
		() =>
			clusterDoor.parse(
				"web",
				changed({
					vip: "172.18.0.66",
					vpi: 1,
					"realServers.rs1.weight": -1,
					"services.http.realServerPort": 81,
				}),
			),
		{
			name: "DeclarationError",
			message: [
				"cluster web: 4 problems",
				"  realServers.rs1.weight: expected a whole number from 0 to 65535, got -1",
				'  declaration: unknown key "vpi"; did you mean "vip"?',
				"  vip: 172.18.0.66 is the address of directors.lb; write an address that no host has",
				"  services.http.realServerPort: direct routing cannot change the port; leave it out, or write 80",
			].join("\n"),
		},
	);
});

test("a real server called as what every object inherits is told", () => {
	const declaration: unknown = JSON.parse(
		JSON.stringify(declared()).replace('"rs2"', '"__proto__"'),
	);
	assert.deepEqual(
		problemsOf("web", declaration).map(({ path }) => path),
		["realServers.__proto__"],
	);
});

test("a key that every object inherits is told", () => {
	const text = JSON.stringify(declared());
	const declaration: unknown = JSON.parse(
		text.replace('"tcp"', '"__proto__":{"tcp":1},"tcp"'),
	);
	assert.deepEqual(
		problemsOf("web", declaration).map(({ path }) => path),
		["services.http"],
	);
});

test("a connection that jumps through itself is refused", () => {
	const host: Record<string, unknown> = { address: "gate" };
	host.jump = host;
	assert.deepEqual(problemsOf("web", changed({ "directors.lb.host": host })), [
		{
			path: "directors.lb.host.jump.jump.jump.jump.jump",
			message: "more than 4 jumps in a row; reach the host more directly",
		},
	]);
});

test("no problem ever shows a key", () => {
	const secret = "TOPSECRET";
	const keys = ["privateKey", "privateKeyFile", "hostKey", "knownHosts"];
	for (const value of [secret, `${secret}\n`, [secret], { [secret]: 1 }]) {
		const changes = Object.fromEntries(
			keys.map((key) => [`directors.lb.host.${key}`, value]),
		);
		const problems = problemsOf("web", changed(changes));
		assert.ok(problems.length > 0);
		assert.equal(JSON.stringify(problems).includes(secret), false);
	}
});
