import assert from "node:assert/strict";
import { test } from "node:test";
import { bootIfOff } from "../../../src/drill/boot-if-off.ts";
import { identify } from "../../../src/lab/processes.ts";
import type { LabState, MachineState } from "../../../src/lab/state.ts";

for (const [what, process_, expected] of [
	["is off", undefined, ["rs2"]],
	["runs", identify(process.pid), []],
] as const)
	test(`a machine that ${what} when its power is to come back`, async () => {
		const booted: string[] = [];
		const machine: MachineState = {
			...{ port: 4001, hostKey: "", template: "/t", startedAt: 0 },
			...(process_ === undefined ? {} : { process: process_ }),
		};
		await bootIfOff(
			"/lab",
			{ machines: { rs2: machine } } as unknown as LabState,
			"rs2",
			async (_directory, _lab, name) => {
				booted.push(name);
			},
		);
		assert.deepEqual(booted, expected);
	});
