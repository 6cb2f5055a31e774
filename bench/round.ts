import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { command, type TestLab, withFolder } from "../test/lab/harness.ts";
import { endState, type Files, keepFiles, writtenFiles } from "./end-state.ts";
import { type Measured, measure, type Way } from "./measure.ts";
import { rows } from "./rows.ts";
import { stageOf } from "./stage.ts";

const table = (weight: number) =>
	`-A -t 172.18.0.70:80 -s wrr\n-a -t 172.18.0.70:80 -r 172.18.0.67:80 -g -w 2\n-a -t 172.18.0.70:80 -r 172.18.0.68:80 -g -w ${weight}`;

const emptyProgram = "export const constant = 1;\n";

async function assertTable(lab: TestLab, weight: number): Promise<void> {
	const live = (await lab.run("lb", "ipvsadm", "-Sn")).replaceAll(/ +$/gm, "");
	assert.equal(live, table(weight));
}

/** What a round of `lvsctl` left, for a rival that shall reach the same. */
export interface Reached {
	readonly state: string;
	readonly files: Files;
}

/** A lab of its own, from new machines to none; keeps the files of the hosts in `kept` and returns what they reached. */
export function roundOfLvs(
	way: Extract<Way, "with the proof" | "without it">,
	kept: string,
	take: (measured: Measured) => void,
): Promise<Reached> {
	return withFolder("labs/02-dr", async (lab) => {
		const { edit, withoutProof, lvsctl, program } = stageOf(lab, way, take);
		if (way === "without it") withoutProof();

		await lvsctl(rows.labUp, "lab", "up");
		await lvsctl(rows.first, "up");
		await assertTable(lab, 3);
		const files = await writtenFiles(lab);
		const state = await endState(lab, files);
		await keepFiles(lab, files, kept);
		await lvsctl(rows.again, "up");
		await lvsctl(rows.refreshed, "up", ".", "--", "--refresh");
		edit("weight: 3", "weight: 4");
		await lvsctl(rows.weight, "up");
		await assertTable(lab, 4);
		edit("weight: 4", "weight: 3");
		await lvsctl(rows.weight, "up");
		// it would put the rules back before anybody looks
		await lab.run("lb", "systemctl", "stop", "lvs-web-director-watch");
		await lab.run("lb", "ipvsadm", "-C");
		await lvsctl(rows.drift, "refresh");
		await lvsctl(rows.repair, "up");
		await assertTable(lab, 3);
		await lvsctl(rows.destroy, "destroy");
		// a machine that has just booted has read nothing from its disk yet: last
		await lab.lvsctl(["up"]);
		take(
			await measure(lab, way, rows.reboot, async () => {
				await lab.lvsctl(["lab", "reboot", "lb"]);
				return lab.lvsctl(["lab", "exec", "client", "--", ...served]);
			}),
		);
		writeFileSync(program, emptyProgram);
		await lab.lvsctl(["up"]);
		await lvsctl(rows.empty, "up");
		await lvsctl(rows.reset, "lab", "reset", "rs1");
		return { state, files };
	});
}

const served = [
	...["curl", "-sf", "-o", "/dev/null", "--connect-timeout", "1"],
	...["--retry", "60", "--retry-delay", "0", "--retry-all-errors"],
	"http://172.18.0.70/",
];

/** The same state on new machines by plain ssh scripts; refused where it is not the same. */
export function roundOfScripts(
	kept: string,
	{ state, files }: Reached,
	take: (measured: Measured) => void,
): Promise<void> {
	const way = "plain ssh";
	return withFolder("labs/02-dr", async (lab) => {
		take(await measure(lab, way, rows.labUp, () => lab.lvsctl(["lab", "up"])));
		const scripts = () =>
			command(
				join(import.meta.dirname, "scripts/apply.sh"),
				[join(lab.directory, "ssh_config"), kept],
				{ cwd: lab.folder, environment: lab.environment },
			);
		const apply = async (row: string) =>
			take(await measure(lab, way, row, scripts));
		const rules = join(kept, "lb/etc/ipvsadm.rules");
		const edit = (from: string, to: string) =>
			writeFileSync(rules, readFileSync(rules, "utf8").replace(from, to));

		await apply(rows.first);
		assert.equal(await endState(lab, files), state);
		await apply(rows.again);
		edit("-w 3", "-w 4");
		await apply(rows.weight);
		await assertTable(lab, 4);
		edit("-w 4", "-w 3");
		await apply(rows.weight);
		await assertTable(lab, 3);
		writeFileSync(join(lab.folder, "index.ts"), emptyProgram);
		await lab.lvsctl(["up"]);
		take(
			await measure(lab, way, rows.floor, async () => {
				const [up, looked] = await Promise.all([lab.lvsctl(["up"]), scripts()]);
				return up.exit === 0 ? looked : up;
			}),
		);
	});
}
