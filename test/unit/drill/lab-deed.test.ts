import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { labDeed } from "../../../src/drill/lab-deed.ts";
import { DeclarationError } from "../../../src/errors.ts";
import { labDirectory } from "../../../src/lab/directory.ts";
import { machinePaths } from "../../../src/lab/paths.ts";
import { identify } from "../../../src/lab/processes.ts";
import { readLines } from "../../../src/lab/socket.ts";
import { type MachineState, writeLabState } from "../../../src/lab/state.ts";

/** A lab with one machine: its process, and what its monitor says. */
async function inLab(
	process_: MachineState["process"],
	status: string,
	work: (
		deed: (by: "power" | "freeze") => ReturnType<typeof labDeed>,
	) => unknown,
): Promise<void> {
	const home = mkdtempSync(join(tmpdir(), "lvs-"));
	const folder = join(home, "dr");
	mkdirSync(folder);
	const environment = { LVS_STATE_HOME: join(home, "s") };
	const directory = labDirectory(folder, environment);
	mkdirSync(directory, { recursive: true });
	const machine = { port: 4001, hostKey: "", template: "/t", startedAt: 0 };
	writeLabState(directory, {
		...{ version: 1, name: "dr", folder, phase: "running", links: {} },
		...{ addresses: {}, running: {}, memory: 512, accelerator: "tcg" },
		image: "/image",
		machines: {
			rs2: process_ === undefined ? machine : { ...machine, process: process_ },
		},
	});
	const monitor = createServer((socket) => {
		socket.write('{"QMP": {"version": {}}}\r\n');
		readLines(socket, () => {
			socket.write(`{"return": {"status": "${status}"}}\r\n`);
		});
	});
	await new Promise<void>((resolve) =>
		monitor.listen(machinePaths(directory, "rs2").qmp, () => resolve()),
	);
	const reached = {
		name: "rs2",
		connection: { address: "127.0.0.1", port: 4001 },
	};
	try {
		await work((by) =>
			labDeed({ by, machine: reached, lasts: true, says: "is off" }, folder, {
				environment,
				report: () => {},
			}),
		);
	} finally {
		monitor.close();
		rmSync(home, { recursive: true });
	}
}

for (const by of ["power", "freeze"] as const) {
	for (const [process_, status, saw] of [
		[undefined, "running", "is off"],
		[identify(process.pid), "paused", "stands still"],
	] as const)
		test(`${by} of a machine that ${saw} already is refused`, () =>
			inLab(process_, status, (deed) =>
				assert.rejects(deed(by), (error) => {
					assert.ok(error instanceof DeclarationError);
					assert.match(
						error.message,
						new RegExp(`rs2: it ${saw} already, and nothing was done`),
					);
					return true;
				}),
			));

	test(`${by} of a machine that runs is about to happen`, () =>
		inLab(identify(process.pid), "running", async (deed) =>
			assert.equal((await deed(by)).says, "rs2 is off"),
		));
}
