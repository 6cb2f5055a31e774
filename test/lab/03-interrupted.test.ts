import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { onlyIn } from "./only-in.ts";
import { sharedLab } from "./shared-lab.ts";

const program = resolve(import.meta.dirname, "../../bin/lvsctl");

const whole = onlyIn("every-step");

describe("an up that is broken in the middle is completed by the next", () => {
	const lab = sharedLab("labs/02-dr");
	const trace = () => join(lab().folder, "..", "trace");

	/** Starts `lvsctl up` in a process group of its own, and returns when the real servers are being changed. */
	async function upInTheMiddle(): Promise<ChildProcess> {
		rmSync(trace(), { force: true });
		const child = spawn(program, ["up", "--no-refresh"], {
			cwd: lab().folder,
			env: { ...lab().environment, LVS_TRACE: trace() },
			detached: true,
			stdio: "ignore",
		});
		for (let looked = 0; looked < 2; await sleep(20)) {
			assert.equal(child.exitCode, null, "the up goes on");
			looked = lines(trace()).filter((line) => / observe$/.test(line)).length;
		}
		return child;
	}
	const ended = (child: ChildProcess) =>
		child.exitCode !== null || child.signalCode !== null
			? Promise.resolve()
			: new Promise((resolve) => child.once("exit", resolve));

	async function completes() {
		const up = await lab().lvsctl(["up"]);
		assert.equal(up.exit, 0, up.stdout + up.stderr);
		const check = await lab().lvsctl(["check"]);
		assert.equal(check.exit, 0, check.stdout + check.stderr);
		assert.deepEqual(processesOf(lab().directory), []);
	}
	const startAnew = async () => {
		const reset = await lab().lvsctl(["lab", "reset"]);
		assert.equal(reset.exit, 0, reset.stderr);
	};

	test("by a port that another program has", async () => {
		await lab().run(
			"rs1",
			"systemd-run",
			...["--unit", "taken", "php", "-S", "0.0.0.0:80"],
		);
		const failed = await lab().lvsctl(["up"]);
		assert.equal(failed.exit, 3, failed.stdout + failed.stderr);
		const refresh = await lab().lvsctl(["refresh"]);
		assert.equal(refresh.exit, 0, refresh.stdout + refresh.stderr);
		await lab().run("rs1", "systemctl", "stop", "taken");
		await completes();
	});

	test("and a unit that runs, but was taken out of the boot, is put back", async () => {
		const unit = "lvs-web-real-server";
		const link = `/etc/systemd/system/multi-user.target.wants/${unit}.service`;
		await lab().run("rs1", "systemctl", "disable", unit);
		const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
		assert.equal(exit, 0, stdout + stderr);
		await lab().run("rs1", "test", "-e", link);
	});

	test("by Ctrl-C", whole, async () => {
		await startAnew();
		const child = await upInTheMiddle();
		process.kill(-(child.pid ?? 0), "SIGINT");
		await ended(child);
		assert.notEqual(child.exitCode, 0);
		assert.deepEqual(processesOf(lab().directory), []);
		await completes();
	});

	test("by a killed engine", async () => {
		await startAnew();
		const child = await upInTheMiddle();
		const engine = childrenOf(child.pid ?? 0).find(
			({ name }) => name === "pulumi",
		);
		assert.ok(engine !== undefined, "pulumi is a child of lvsctl");
		process.kill(engine.pid, "SIGKILL");
		await ended(child);
		assert.deepEqual(processesOf(lab().directory), []);
		await completes();
	});

	test("by a killed SSH session", whole, async () => {
		await startAnew();
		const child = await upInTheMiddle();
		await lab().lvsctl([
			"lab",
			"exec",
			"rs1",
			"--",
			"pkill",
			"-KILL",
			"-f",
			"^sshd: root@notty",
		]);
		await ended(child);
		await completes();
	});

	test("by a real server that lost its power", whole, async () => {
		await startAnew();
		const child = await upInTheMiddle();
		const reboot = await lab().lvsctl(["lab", "reboot", "rs2", "--hard"]);
		assert.equal(reboot.exit, 0, reboot.stderr);
		await ended(child);
		await completes();
	});
});

function lines(file: string): string[] {
	try {
		return readFileSync(file, "utf8").trim().split("\n");
	} catch {
		return [];
	}
}

interface Process {
	readonly pid: number;
	readonly name: string;
	readonly parent: number;
}

function processes(): Process[] {
	return readdirSync("/proc").flatMap((entry) => {
		try {
			const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
			const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
			return fields[0] === "Z"
				? []
				: [
						{
							pid: Number(entry),
							name: stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")")),
							parent: Number(fields[1]),
						},
					];
		} catch {
			return [];
		}
	});
}

function childrenOf(pid: number): Process[] {
	return processes().filter(({ parent }) => parent === pid);
}

/** What an `lvsctl up` on this lab started: its Pulumi state lies in the lab's directory. */
function processesOf(directory: string): string[] {
	const mark = `PULUMI_BACKEND_URL=file://${join(directory, "pulumi")}`;
	return processes()
		.filter(({ pid }) => {
			try {
				return readFileSync(`/proc/${pid}/environ`, "latin1")
					.split("\0")
					.includes(mark);
			} catch {
				return false;
			}
		})
		.map(({ pid, name }) => `${pid} ${name}`);
}
