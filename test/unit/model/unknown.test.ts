import assert from "node:assert/strict";
import { test } from "node:test";
import { DeclarationError } from "../../../src/errors.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import { unknown } from "../../../src/model/unknown.ts";
import { type Changes, changed, declared } from "./declared.ts";

const leaves = [
	"vip",
	"forwarding",
	"page",
	"directors.lb.host",
	"directors.lb.address",
	"directors.lb.interface",
	"realServers.rs1.host",
	"realServers.rs1.host.address",
	"realServers.rs1.host.port",
	"realServers.rs1.host.user",
	"realServers.rs1.host.sudo",
	"realServers.rs1.host.privateKey",
	"realServers.rs1.host.privateKeyFile",
	"realServers.rs1.host.agent",
	"realServers.rs1.host.hostKey",
	"realServers.rs1.host.knownHosts",
	"realServers.rs1.host.jump",
	"realServers.rs1.address",
	"realServers.rs1.weight",
	"services.http.tcp",
	"services.http.scheduler",
	"services.http.realServerPort",
	"services.http.realServers.rs1.weight",
];

for (const path of leaves) {
	test(`${path} may be known later`, () => {
		const declaration = changed({ [path]: unknown });
		assert.deepEqual(clusterDoor.check("web", declaration), []);
		assert.throws(
			() => clusterDoor.parse("web", declaration),
			(error) =>
				error instanceof DeclarationError &&
				error.problems.some(
					(problem) =>
						problem.path === path &&
						problem.message.endsWith("got a value that is not known yet"),
				),
		);
	});
}

test("a good declaration has no problems", () => {
	assert.deepEqual(clusterDoor.check("web", declared()), []);
});

const shapes: Record<string, Changes> = {
	declaration: {},
	directors: { directors: unknown },
	realServers: { realServers: unknown },
	services: { services: unknown },
	"directors.lb": { "directors.lb": unknown },
	"services.http": { "services.http": unknown },
	"services.http.realServers": { "services.http.realServers": unknown },
	"services.http.realServers.rs1": {
		"services.http.realServers.rs1": unknown,
	},
};

for (const [path, changes] of Object.entries(shapes)) {
	test(`the shape is needed: ${path}`, () => {
		const problems = clusterDoor.check(
			"web",
			path === "declaration" ? unknown : changed(changes),
		);
		assert.ok(problems.some((problem) => problem.path === path));
	});
}

test("two leaves that are not known are not taken for the same", () => {
	assert.deepEqual(
		clusterDoor.check(
			"web",
			changed({
				vip: unknown,
				"directors.lb.host.address": unknown,
				"directors.lb.address": unknown,
				"realServers.rs1.host.address": unknown,
				"realServers.rs1.address": unknown,
				"realServers.rs2.host": unknown,
				"realServers.rs2.address": unknown,
				"services.http.tcp": unknown,
				"services.https.tcp": unknown,
			}),
		),
		[],
	);
});

test("what does not need an unknown leaf is checked", () => {
	const problems = clusterDoor.check(
		"Web",
		changed({
			vip: unknown,
			"directors.lb.address": unknown,
			"realServers.rs1.address": "10.0.0.1",
			"realServers.rs2.address": "10.0.0.1",
			"realServers.rs2.host.hostKey": unknown,
			"realServers.rs2.host.prot": 22,
			"services.http.tcp": unknown,
			"services.http.realServerPort": 81,
			"services.https.tcp": 70000,
		}),
	);
	assert.deepEqual(
		problems.map(({ path }) => path),
		[
			"name",
			"realServers.rs2.host",
			"services.https.tcp",
			"realServers.rs2.address",
		],
	);
});

for (const ports of [unknown, [80, unknown]])
	test("nothing is said of ports of the page that are not known", () => {
		assert.deepEqual(
			clusterDoor.check("web", changed({ page: { ports } })),
			[],
		);
	});

// beside a weight of 0 it matters to schedulers that go on naming a drained real server
for (const path of [
	"services.http.flags",
	"services.http.realServers.rs1.weight",
	"services.http.realServers.rs1.serves",
])
	test(`nothing is said of a drained real server while ${path} is not known`, () => {
		assert.deepEqual(
			clusterDoor.check(
				"web",
				changed({
					"services.http.scheduler": "sh",
					"realServers.rs1.weight": 0,
					[path]: unknown,
				}),
			),
			[],
		);
	});
