import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { suite, test } from "node:test";
import { localise } from "../../../src/host/kinds/localise.ts";
import { ruleLine } from "../../../src/ipvs/command.ts";
import { parseTable } from "../../../src/ipvs/parse-rule.ts";
import { renderDirector } from "../../../src/render/director.ts";
import { rising } from "../host/change/example.ts";
import { FakeKernel, ourLines, shells } from "./fake-kernel.ts";

// The weight of a real server that passes its check again rises within a minute. rs2 has weight 3.

const [lb] = rising.directors;
if (lb === undefined) throw new Error("no director");
const desired = localise(renderDirector(rising, lb), "debian");
const textOf = (end: string) =>
	Object.entries(desired.files).find(([path]) => path.endsWith(end))?.[1]
		.content ?? "";
const declared = [...parseTable(desired.ipvs).values()].map(ruleLine);
const rule = "-t 172.18.0.70:80 -r 172.18.0.68:80 -g";
const key = "-t 172.18.0.70:80 172.18.0.68:80";

/** A director on which rs2 passes since so many seconds. */
function serving(
	shell: (typeof shells)[number],
	seconds: number,
	{ why = "again", drained = [] as string[] } = {},
): FakeKernel {
	const kernel = new FakeKernel(shell, {
		addresses: ["lo 127.0.0.1/8", "eth1 172.18.0.66/24", "eth1 172.18.0.70/32"],
		rules: ourLines(declared),
		table: declared,
	});
	kernel.write("lib/web/checks", textOf("/checks").trimEnd().split("\n"));
	mkdirSync(kernel.path("sys/net/ipv4/conf/eth1"), { recursive: true });
	kernel.write("sys/net/ipv4/conf/eth1/accept_local", ["0"]);
	mkdirSync(kernel.path("sys/net/ipv4/vs"));
	kernel.write("sys/net/ipv4/vs/conntrack", ["0"]);
	const since = Math.floor(Date.now() / 1000) - seconds;
	kernel.write("kept/web-director/health", [
		`172.18.0.67:80/dr/http up 00000000 ${since} `,
		`172.18.0.68:80/dr/http up 00000000 ${since} ${why}`,
	]);
	kernel.write("kept/web-director/drained", drained);
	return kernel;
}

for (const shell of shells)
	suite(`slow start, run by ${shell[0]}`, () => {
		for (const [seconds, weight] of [
			[0, 1],
			[30, 1],
			[45, 2],
			[58, 2],
		] as const)
			test(`after ${seconds} s it has weight ${weight} of 3, as a layer`, () => {
				using kernel = serving(shell, seconds);
				assert.equal(kernel.run(textOf("/director"), "settle").stderr, "");
				assert.ok(kernel.read("ip_vs").includes(`-a ${rule} -w ${weight}`));
				assert.deepEqual(kernel.read("kept/web-director/layers"), [
					`${key} ${weight} rise`,
				]);
			});

		test("then it has all of it, and no layer", () => {
			using kernel = serving(shell, 61);
			kernel.write("kept/web-director/layers", [`${key} 2 rise`]);
			kernel.run(textOf("/director"), "settle");
			assert.deepEqual(kernel.read("log"), [`ipvsadm -e ${rule} -w 3`]);
			assert.deepEqual(kernel.read("kept/web-director/layers"), []);
		});

		test("one that never failed has all of it at once, and one that is drained has none", () => {
			using passes = serving(shell, 0, { why: "" });
			passes.run(textOf("/director"), "settle");
			assert.deepEqual(passes.read("log"), []);
			using drained = serving(shell, 0, { drained: ["172.18.0.68 0"] });
			drained.run(textOf("/director"), "settle");
			assert.deepEqual(drained.read("kept/web-director/layers").slice(0, 1), [
				`${key} 0 drain`,
			]);
		});
	});
