import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { commandLine } from "../../../src/ipvs/command.ts";
import { type Difference, difference } from "../../../src/ipvs/difference.ts";
import { parseTable } from "../../../src/ipvs/parse-rule.ts";
import { ruleKey } from "../../../src/ipvs/rule.ts";

const http = "-t 172.18.0.70:80";
const rs1 = `${http} -r 172.18.0.67:80`;
const rs2 = `${http} -r 172.18.0.68:80`;
const foreign = "-t 172.18.0.99:443";
const wanted = { [http]: "-s wrr", [rs1]: "-g -w 2", [rs2]: "-g -w 3" };

type Rules = Readonly<Record<string, string>>;
const plan = (declared: Rules, live: Rules, ours: readonly string[]) =>
	difference(parseTable(declared), parseTable(live), ours);
const commandsOf = ({ changes, deletions }: Difference) =>
	[...changes, ...deletions].map(commandLine);

const cases: [string, Parameters<typeof plan>, string[]][] = [
	["nothing to do", [wanted, wanted, []], []],
	[
		"an empty table: the service before its servers",
		[wanted, {}, []],
		[`-A ${http} -s wrr`, `-a ${rs1} -g -w 2`, `-a ${rs2} -g -w 3`],
	],
	[
		"a weight is edited with the full attributes, and the service is not touched",
		[{ ...wanted, [rs2]: "-g -w 5" }, wanted, Object.keys(wanted)],
		[`-e ${rs2} -g -w 5`],
	],
	[
		"a scheduler is edited",
		[{ ...wanted, [http]: "-s sh" }, wanted, Object.keys(wanted)],
		[`-E ${http} -s sh`],
	],
	[
		"weight 0 is a value",
		[{ ...wanted, [rs1]: "-g -w 0" }, wanted, Object.keys(wanted)],
		[`-e ${rs1} -g -w 0`],
	],
	[
		"a server that is no longer wanted is deleted, last",
		[{ [http]: "-s rr", [rs1]: "-g -w 2" }, wanted, Object.keys(wanted)],
		[`-E ${http} -s rr`, `-d ${rs2}`],
	],
	[
		"a service that is no longer wanted goes with its servers in one line",
		[{}, wanted, Object.keys(wanted)],
		[`-D ${http}`],
	],
	[
		"what others have in the table stays",
		[wanted, { ...wanted, [foreign]: "-s rr" }, Object.keys(wanted)],
		[],
	],
	[
		"a server that somebody added to our service stays: it is not ours to delete",
		[{ [http]: "-s wrr", [rs1]: "-g -w 2" }, wanted, [http, rs1]],
		[],
	],
	[
		"what is ours and already gone is not deleted again",
		[{}, {}, Object.keys(wanted)],
		[],
	],
];

for (const [name, [declared, live, ours], lines] of cases)
	test(name, () =>
		assert.deepEqual(commandsOf(plan(declared, live, ours)), lines),
	);

test("a real server that leaves gets no new connections first; what is left is then deleted", () => {
	const { leaving, deletions } = plan(
		{ [http]: "-s wrr", [rs1]: "-g -w 2" },
		wanted,
		Object.keys(wanted),
	);
	assert.deepEqual(
		leaving.map((rule) => commandLine({ verb: "edit", rule })),
		[`-e ${rs2} -g -w 0`],
	);
	assert.deepEqual(deletions.map(commandLine), [`-d ${rs2}`]);
});

test("the real servers of a service that leaves are drained too", () => {
	const { leaving } = plan({}, wanted, Object.keys(wanted));
	assert.deepEqual(leaving.map(ruleKey), [rs1, rs2]);
});

for (const [scheduler, count] of [
	["sh", 0],
	["dh", 0],
	["mh", 0],
	["sh -b sh-fallback", 1],
	["mh -b mh-fallback,mh-port", 1],
	["wlc -p 300", 1],
] as const)
	test(`with -s ${scheduler} ${count === 0 ? "a real server is not drained: weight 0 would refuse its clients" : "a real server is drained"}`, () => {
		const live = { ...wanted, [http]: `-s ${scheduler}` };
		const { leaving } = plan(
			{ [http]: live[http], [rs1]: live[rs1] },
			live,
			Object.keys(live),
		);
		assert.equal(leaving.length, count);
	});

test("only another scheduler leaves a service without one for a moment", () => {
	const reschedules = (attributes: string) =>
		plan({ ...wanted, [http]: attributes }, wanted, []).reschedules;
	assert.equal(reschedules("-s wlc"), true);
	assert.equal(reschedules("-s wrr -p 300"), false);
	assert.equal(reschedules("-s wrr"), false);
});

test("never clears the table, and never deletes before it has added", () => {
	const table = fc
		.subarray([http, rs1, rs2, foreign, `${foreign} -r 172.18.0.67:443`])
		.map((keys) =>
			Object.fromEntries(
				keys.map((key) => [key, key.includes(" -r ") ? "-g -w 1" : "-s rr"]),
			),
		);
	fc.assert(
		fc.property(table, table, (declared, live) => {
			const commands = commandsOf(plan(declared, live, Object.keys(live))).map(
				(line) => line.slice(0, 2),
			);
			assert.ok(!commands.includes("-C"));
			const order = commands.map((command) =>
				["-A", "-a", "-e", "-E", "-d", "-D"].indexOf(command),
			);
			assert.deepEqual(order, order.toSorted());
		}),
	);
});
