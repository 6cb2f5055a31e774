import assert from "node:assert/strict";
import { test } from "node:test";
import { changedServices } from "../../../../src/host/large/changed-services.ts";
import { withServices } from "../../../../src/host/large/services-again.ts";
import type { Step } from "../../../../src/host/step.ts";
import { parseTable } from "../../../../src/ipvs/parse-rule.ts";
import type { Desired } from "../../../../src/model/desired.ts";
import { nothing } from "../../../../src/model/desired.ts";
import { command, written } from "../../ipvs/written.ts";

const because = "test";
const service = (port: number) => `-t 172.18.0.70:${port}`;
const server = (port: number) => `${service(port)} -r 172.18.0.67:80`;

function table(services: number): Record<string, string> {
	return Object.fromEntries(
		Array.from({ length: services }, (_, port) => [
			[service(port), "-s wrr"],
			[server(port), "-g -w 1"],
		]).flat(),
	);
}

const before = table(400);
const desired: Desired = {
	...nothing,
	ipvs: { ...before, [server(3)]: "-g -w 2" },
};
const commands = (...lines: string[]): Step => ({
	kind: "ipvs",
	commands: lines.map(command),
	because,
});
const weight = commands(`-e ${server(3)} -g -w 2`);

test("A weight: its service alone is read again", () => {
	const found = changedServices([weight], desired, parseTable(before));
	assert.deepEqual(found?.services, [service(3)]);
});

const wholes: readonly (readonly [string, Step[], Desired, Desired["ipvs"]])[] =
	[
		["a table that is not large", [weight], desired, table(200)],
		[
			"a service",
			[weight, commands(`-E ${service(3)} -s rr`)],
			desired,
			before,
		],
		[
			"a start",
			[weight, { kind: "start", units: ["web"], because }],
			desired,
			before,
		],
		[
			"a scheduler",
			[
				{
					kind: "ipvs",
					commands: [command(`-e ${server(3)} -g -w 2`)],
					reschedules: "172.18.0.70",
					because,
				},
			],
			desired,
			before,
		],
		[
			"nine services",
			[
				commands(
					...Array.from(
						{ length: 9 },
						(_, port) => `-e ${server(port)} -g -w 2`,
					),
				),
			],
			desired,
			before,
		],
		[
			"thresholds",
			[weight],
			{
				...desired,
				ipvs: { ...desired.ipvs, [server(3)]: "-g -w 2 -x 9 -y 5" },
			},
			before,
		],
		[
			"a tunnel of another kind before",
			[weight],
			desired,
			{ ...before, [server(3)]: "-i -w 1 --tun-type gue" },
		],
		["no rule at all", [], desired, before],
	];
for (const [what, steps, wanted, was] of wholes)
	test(`The whole table is read again: ${what}`, () => {
		assert.equal(changedServices(steps, wanted, parseTable(was)), undefined);
	});

test("What is listed takes the place of what was, also where it is gone or new", () => {
	const other = `${service(3)} -r 172.18.0.68:80`;
	const lines = [
		"Prot LocalAddress:Port Scheduler Flags",
		"  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn",
		"TCP  172.18.0.70:3 wrr",
		"  -> 172.18.0.68:80               Route   7      0          0         ",
		"TCP  172.18.0.70:5 wrr persistent 300",
		"  -> 172.18.0.67:80               Tunnel  1      2          1         ",
	];
	const after = withServices(
		{ services: [service(3), service(5)], before: parseTable(before) },
		lines,
	);
	const { [server(3)]: _gone, ...rest } = before;
	assert.deepEqual(written(after), {
		...rest,
		[other]: "-g -w 7",
		[server(5)]: "-i -w 1",
	});
});
