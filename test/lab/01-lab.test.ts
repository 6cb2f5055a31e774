import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { command, LVS, labState } from "./harness.ts";
import { sharedLab } from "./shared-lab.ts";

describe("a running lab", () => {
	const lab = sharedLab("labs/02-dr");

	test("takes a login on every machine as soon as up has ended", async () => {
		const machines = Object.keys(labState(lab()).machines);
		assert.deepEqual(machines, ["lb", "rs1", "rs2", "client"]);
		assert.deepEqual(
			await Promise.all(machines.map((m) => lab().run(m, "hostname"))),
			machines,
		);
	});

	test("started again is the same lab, with the same processes", async () => {
		const old = labState(lab());
		assert.equal((await lab().lvsctl(["lab", "up"])).exit, 0);
		assert.deepEqual(labState(lab()), old);
	});

	test("shows every machine as ready", async () => {
		const { exit, stdout } = await lab().lvsctl([
			"lab",
			"status",
			"-o",
			"json",
		]);
		assert.equal(exit, 0);
		const { machines } = JSON.parse(stdout) as {
			machines: { machine: string; state: string; addresses: object }[];
		};
		assert.deepEqual(
			machines.map(({ machine, state, addresses }) => [
				machine,
				state,
				addresses,
			]),
			[
				["lb", "ready", { lan: "172.18.0.66" }],
				["rs1", "ready", { lan: "172.18.0.67" }],
				["rs2", "ready", { lan: "172.18.0.68" }],
				["client", "ready", { lan: "172.18.0.10" }],
			],
		);
	});

	test("passes arguments exactly, standard input and the exit code", async () => {
		const words = ["a b", "", "it's", "$HOME", "*", "-n", "--", "x\ny", '"\\'];
		assert.equal(
			await lab().run("lb", "printf", "%s|", ...words),
			words.map((word) => `${word}|`).join(""),
		);
		const input = randomBytes(1 << 20);
		const { exit, stdout } = await lab().lvsctl(
			["lab", "exec", "lb", "--", "sh", "-c", "sha256sum; exit 7"],
			input,
		);
		assert.equal(exit, 7);
		assert.equal(
			stdout.split(" ")[0],
			createHash("sha256").update(input).digest("hex"),
		);
	});

	test("has a user beside root, with sudo that asks nothing", async () => {
		const { stdout } = await lab().lvsctl([
			"lab",
			"exec",
			"-l",
			"student",
			"lb",
			"--",
			"sh",
			"-c",
			"id -un; sudo -n id -un",
		]);
		assert.equal(stdout, "student\nroot\n");
	});

	test("starts without IPVS in the kernel, and can have it", async () => {
		const loaded = "grep -c ^ip_vs /proc/modules; true";
		assert.equal(await lab().run("rs1", "sh", "-c", loaded), "0");
		await lab().run(
			"rs1",
			"ipvsadm",
			"-A",
			"-t",
			"172.18.0.70:80",
			"-s",
			"wrr",
		);
		assert.equal(await lab().run("rs1", "sh", "-c", loaded), "2");
	});

	test("gives clones nothing in common that should be one machine's own", async () => {
		const look =
			"cat /etc/machine-id /proc/sys/kernel/random/uuid /sys/class/net/eth1/address; head -c 32 /dev/urandom | sha256sum";
		const [one, other] = await Promise.all(
			["rs1", "rs2"].map(async (m) =>
				(await lab().run(m, "sh", "-c", look)).split("\n"),
			),
		);
		assert.ok(one !== undefined && other !== undefined && one.length === 4);
		assert.deepEqual(
			one.filter((line) => other.includes(line)),
			[],
		);
		const [a, b] = ["rs1", "rs2"].map(
			(m) => labState(lab()).machines[m]?.hostKey,
		);
		assert.notEqual(a, b);
	});

	test("has the right time", async () => {
		const seconds = Number(await lab().run("rs2", "date", "+%s"));
		assert.ok(Math.abs(seconds - Date.now() / 1000) < 3, `it says ${seconds}`);
	});

	test("is reached over SSH by what lab() says of it", async () => {
		const program = `
			import { lab } from "pulumi-lvs/lab";
			console.log(JSON.stringify(lab().lb));
			try { lab().nosuch } catch (error) { console.log(error.name, error.message) }`;
		const { stdout } = await command(
			process.execPath,
			["--input-type=module", "-e", program],
			{ cwd: lab().folder, environment: lab().environment },
		);
		const [connection, refusal] = stdout.split("\n");
		const { port, hostKey } = labState(lab()).machines.lb ?? {};
		const { privateKeyFile, ...rest } = JSON.parse(connection ?? "");
		assert.deepEqual(rest, {
			address: "127.0.0.1",
			port,
			user: "root",
			hostKey,
		});
		assert.ok(existsSync(privateKeyFile));
		assert.match(
			refusal ?? "",
			/^LabError .*no machine nosuch.*lb, rs1, rs2, client/,
		);
	});

	test("captures what passes a machine, from the switch", async () => {
		const capture = spawn(LVS, ["lab", "capture", "lb", "-w", "got.pcap"], {
			cwd: lab().folder,
			env: lab().environment,
			stdio: "inherit",
		});
		const file = join(lab().folder, "got.pcap");
		// The header of the file: from here on frames are captured.
		while (!existsSync(file) || statSync(file).size === 0) await sleep(5);
		const ping = ["ping", "-q", "-i", "0.2", "-c"];
		await lab().run("client", ...ping, "3", "172.18.0.66");
		await lab().run("client", ...ping, "1", "172.18.0.67");
		capture.kill("SIGINT");
		assert.deepEqual(await once(capture, "exit"), [0, null]);
		const packets = await lab().lvsctl(
			[
				"lab",
				"exec",
				"client",
				"--",
				"tcpdump",
				"-nr",
				"-",
				"icmp[icmptype] == icmp-echo",
			],
			readFileSync(file),
		);
		const lines = packets.stdout.trim().split("\n");
		assert.equal(lines.length, 3, packets.stdout);
		assert.ok(
			lines.every((line) => line.includes("172.18.0.10 > 172.18.0.66")),
		);
	});

	test("ends a capture after its time, and refuses one of a link the machine is not on", async () => {
		const { exit, stdout } = await lab().lvsctl([
			"lab",
			"capture",
			"lb",
			"--seconds",
			"0.1",
		]);
		assert.deepEqual([exit, stdout.length >= 20], [0, true]);
		const wrong = await lab().lvsctl(["lab", "capture", "lb", "--link", "wan"]);
		assert.equal(wrong.exit, 2);
		assert.match(wrong.stderr, /lb is not on a link wan; it is on lan/);
	});

	test("refuses a machine and a lab that do not exist, each with its exit code", async () => {
		const machine = await lab().lvsctl(["lab", "exec", "lc", "--", "true"]);
		assert.equal(machine.exit, 2);
		assert.match(
			machine.stderr,
			/no machine lc; machines are lb, rs1, rs2, client/,
		);
		const elsewhere = await lab().lvsctl([
			"lab",
			"exec",
			"-C",
			"/",
			"lb",
			"--",
			"true",
		]);
		assert.equal(elsewhere.exit, 2);
		assert.match(
			elsewhere.stderr,
			/^\/: no lab\.ts here; name the folder of a lab$/m,
		);
		assert.equal((await lab().lvsctl(["lab", "status", "/"])).exit, 2);
	});

	test("reset makes one machine new and leaves the others", async () => {
		const old = labState(lab());
		const id = await lab().run("rs1", "cat", "/etc/machine-id");
		await lab().run("rs1", "sh", "-c", "touch /root/mine; sync");
		await lab().run("rs2", "touch", "/root/mine");
		assert.equal((await lab().lvsctl(["lab", "reset", "rs1"])).exit, 0);
		const now = labState(lab());
		assert.notEqual(now.machines.rs1?.hostKey, old.machines.rs1?.hostKey);
		assert.equal(now.machines.rs1?.port, old.machines.rs1?.port);
		assert.deepEqual(now.machines.rs2, old.machines.rs2);
		assert.notEqual(await lab().run("rs1", "cat", "/etc/machine-id"), id);
		assert.equal(await lab().run("rs1", "ls", "/root"), "");
		assert.equal(await lab().run("rs2", "ls", "/root"), "mine");
		await lab().run("client", "ping", "-q", "-c", "1", "172.18.0.67");
	});

	test("reboot keeps identity, addresses and disk; a power cut loses only what was not written", async () => {
		const look =
			"cat /etc/machine-id /etc/ssh/ssh_host_ed25519_key; hostname; ip -br address show eth1";
		const boot = () =>
			lab().run("rs2", "cat", "/proc/sys/kernel/random/boot_id");
		const identity = await lab().run("rs2", "sh", "-c", look);
		const boots = [await boot()];
		await lab().run("rs2", "touch", "/root/mine");
		for (const words of [["rs2"], ["--hard", "rs2"]]) {
			const { exit, stderr } = await lab().lvsctl(["lab", "reboot", ...words]);
			assert.equal(exit, 0, stderr);
			assert.equal(await lab().run("rs2", "sh", "-c", look), identity);
			const next = await boot();
			assert.ok(!boots.includes(next), "it was another boot");
			boots.push(next);
			await lab().run("rs2", "touch", "/root/unwritten");
		}
		// Written before an orderly reboot, then before a power cut, then after.
		assert.equal(await lab().run("rs2", "ls", "/root"), "mine\nunwritten");
		assert.match(
			(await lab().lvsctl(["lab", "logs", "rs2"])).stdout,
			/reboot: Restarting system/,
		);
	});
});
