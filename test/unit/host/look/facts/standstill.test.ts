import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { plan } from "../../../../../src/host/change/plan.ts";
import { describe } from "../../../../../src/host/kinds/actions.ts";
import { units } from "../../../../../src/host/kinds/units.ts";
import { standstill } from "../../../../../src/host/look/facts/standstill.ts";
import { clean, director } from "../../change/example.ts";
import { applyToModel } from "../../change/model-host.ts";

const watch = "lvs-web-director-watch";

/** What a look finds on a host whose unit of the watch has this process and whose group tells this, in a tree of control groups. */
const look = (tree: string, process: number, events: string) => {
	const root = mkdtempSync(join(tmpdir(), "groups-"));
	const group = join(root, tree, "system.slice", `${watch}.service`);
	mkdirSync(group, { recursive: true });
	writeFileSync(join(group, "cgroup.procs"), `${process}\n`);
	if (events !== "") writeFileSync(join(group, "cgroup.events"), events);
	const script = standstill.probe?.(director, "debian", "web-director") ?? "";
	const { stdout, stderr } = spawnSync(
		"sh",
		["-c", script.replaceAll("/sys/fs/cgroup", root)],
		{ encoding: "utf8" },
	);
	rmSync(root, { recursive: true });
	assert.equal(stderr, "");
	return standstill.parse(
		{
			lines: stdout.split("\n"),
			texts: new Map(),
			family: "debian",
			owner: "web-director",
		},
		director,
	);
};

test("a unit of ours is told that is frozen, or of which a signal has stopped a process", async () => {
	const child = spawn("sleep", ["60"]);
	const { pid } = child;
	assert.ok(pid !== undefined);
	const running = "populated 1\nfrozen 0\n";
	try {
		for (const tree of ["", "systemd"]) {
			assert.deepEqual(look(tree, pid, running), {}, tree);
			child.kill("SIGSTOP");
			// the kernel stops it when it is next scheduled
			let found = look(tree, pid, running);
			for (let tries = 0; tries < 100 && !(watch in found); tries++)
				found = look(tree, pid, running);
			assert.deepEqual(found, {
				[watch]: "a signal has stopped it, and it does nothing",
			});
			child.kill("SIGCONT");
			for (let tries = 0; tries < 100 && watch in found; tries++)
				found = look(tree, pid, running);
		}
		assert.deepEqual(look("", pid, "populated 1\nfrozen 1\n"), {
			[watch]: "it is frozen, and does nothing",
		});
	} finally {
		child.kill("SIGKILL");
	}
	// a process that has ended, and control groups of version 1, which tell no events
	assert.deepEqual(look("systemd", 2 ** 22 - 1, ""), {});
});

test("up lets it go on, and status says that it would", () => {
	const host = applyToModel(
		director,
		clean(director),
		plan("web-director", director, clean(director)),
	);
	assert.deepEqual(plan("web-director", director, host), []);
	const still = { ...host, standstill: { [watch]: "it is frozen" } };
	// by this a refresh tells the engine that something is to be done
	const live = units.live({
		declared: director,
		filled: director,
		observed: still,
	});
	assert.equal(live[watch], "enabled active, but stands still");
	const steps = plan("web-director", director, still);
	assert.deepEqual(
		steps.map(
			(step) => `${describe(step)}: ${"because" in step ? step.because : ""}`,
		),
		[`let ${watch}.service go on: it is frozen`],
	);
	assert.deepEqual(
		plan("web-director", director, applyToModel(director, still, steps)),
		[],
	);
});

test("units of others are not looked at", () => {
	const others = { ...director, units: { apache2: "enabled active" as const } };
	assert.equal(standstill.probe?.(others, "debian", "web-director"), "");
});
