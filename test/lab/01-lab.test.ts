import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import {
	existsSync,
	mkdirSync,
	readdirSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { findProcesses, isAlive } from "../../src/lab/processes.ts";
import { type LabState, readLabState } from "../../src/lab/state.ts";
import {
	type TestLab,
	withFolder,
	withLab,
	writeDefinition,
} from "./harness.ts";

const links = { lan: "172.18.0.0/24" };
const pair = {
	links,
	machines: { a: { lan: "172.18.0.1" }, b: { lan: "172.18.0.2" } },
};

function state(lab: TestLab): LabState {
	const found = readLabState(lab.directory);
	assert.ok(found !== undefined, "the lab has a state");
	return found;
}

/** Like withLab, for a lab that several tests use one after the other. */
function sharedLab(source: Parameters<typeof withLab>[0]): () => TestLab {
	let lab: TestLab | undefined;
	let end = () => {};
	let ended: Promise<void>;
	before(async () => {
		await new Promise<void>((started, failed) => {
			ended = withLab(source, (running) => {
				lab = running;
				started();
				return new Promise<void>((resolve) => {
					end = resolve;
				});
			});
			ended.catch(failed);
		});
	});
	after(async () => {
		end();
		await ended;
	});
	return () => {
		assert.ok(lab !== undefined, "the lab was started");
		return lab;
	};
}

describe("a running lab", () => {
	const lab = sharedLab("labs/02-dr");

	test("takes a login on every machine as soon as up has ended", async () => {
		const machines = Object.keys(state(lab()).machines);
		assert.deepEqual(machines, ["lb", "rs1", "rs2", "client"]);
		assert.deepEqual(
			await Promise.all(machines.map((m) => lab().run(m, "hostname"))),
			machines,
		);
	});

	test("started again is the same lab, at once", async () => {
		const old = state(lab());
		const start = performance.now();
		assert.equal((await lab().lvs(["lab", "up"])).exit, 0);
		assert.ok(performance.now() - start < 2000, "a no-op takes no boot");
		assert.deepEqual(state(lab()), old);
	});

	test("shows every machine as ready", async () => {
		const { exit, stdout } = await lab().lvs(["lab", "status", "-o", "json"]);
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
		const { exit, stdout } = await lab().lvs(
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
		const { stdout } = await lab().lvs([
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
		const [a, b] = ["rs1", "rs2"].map((m) => state(lab()).machines[m]?.hostKey);
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
		const { port, hostKey } = state(lab()).machines.lb ?? {};
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
		const capture = lab().lvs([
			"lab",
			"capture",
			"lb",
			"-w",
			"got.pcap",
			"--seconds",
			"2.5",
		]);
		await sleep(500);
		await lab().run(
			"client",
			"ping",
			"-q",
			"-c",
			"3",
			"-i",
			"0.2",
			"172.18.0.66",
		);
		await lab().run("client", "ping", "-q", "-c", "1", "172.18.0.67");
		assert.equal((await capture).exit, 0);
		const packets = await lab().lvs(
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
			await import("node:fs/promises").then((fs) =>
				fs.readFile(join(lab().folder, "got.pcap")),
			),
		);
		const lines = packets.stdout.trim().split("\n");
		assert.equal(lines.length, 3, packets.stdout);
		assert.ok(
			lines.every((line) => line.includes("172.18.0.10 > 172.18.0.66")),
		);
	});

	test("refuses a machine and a lab that do not exist, each with its exit code", async () => {
		const machine = await lab().lvs(["lab", "exec", "lc", "--", "true"]);
		assert.equal(machine.exit, 2);
		assert.match(
			machine.stderr,
			/no machine lc; machines are lb, rs1, rs2, client/,
		);
		const elsewhere = await lab().lvs([
			"lab",
			"exec",
			"-C",
			"/",
			"lb",
			"--",
			"true",
		]);
		assert.equal(elsewhere.exit, 3);
		assert.match(elsewhere.stderr, /start it: bin\/lvs lab up/);
		assert.equal((await lab().lvs(["lab", "status", "/"])).exit, 2);
	});

	test("reset makes one machine new and leaves the others", async () => {
		const old = state(lab());
		const id = await lab().run("rs1", "cat", "/etc/machine-id");
		await lab().run("rs1", "sh", "-c", "touch /root/mine; sync");
		await lab().run("rs2", "touch", "/root/mine");
		assert.equal((await lab().lvs(["lab", "reset", "rs1"])).exit, 0);
		const now = state(lab());
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
			const { exit, stderr } = await lab().lvs(["lab", "reboot", ...words]);
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
			(await lab().lvs(["lab", "logs", "rs2"])).stdout,
			/reboot: Restarting system/,
		);
	});
});

test("a second lab with the same addresses lives beside the first, and down ends only its own", async () => {
	await withLab(pair, (one) =>
		withLab(pair, async (other) => {
			await one.run("a", "touch", "/root/of-one");
			assert.equal(await other.run("a", "ls", "/root"), "");
			await one.run(
				"a",
				"ip",
				"address",
				"add",
				"172.18.0.9/24",
				"dev",
				"eth1",
			);
			await one.run("b", "ping", "-q", "-c", "1", "172.18.0.9");
			const { exit } = await other.lvs([
				"lab",
				"exec",
				"b",
				"--",
				"ping",
				"-q",
				"-c",
				"1",
				"-W",
				"1",
				"172.18.0.9",
			]);
			assert.equal(exit, 1, "the labs share no link");
			assert.equal((await other.lvs(["lab", "down"])).exit, 0);
			assert.deepEqual(findProcesses(other.directory), []);
			assert.ok(!existsSync(other.directory));
			assert.equal(await one.run("a", "ls", "/root"), "of-one");
		}),
	);
});

test("a lab whose folder was deleted can be ended, by its path and by its name", async () => {
	await withLab(pair, async (lab) => {
		const processes = findProcesses(lab.directory);
		assert.equal(processes.length, 3);
		rmSync(lab.folder, { recursive: true });
		mkdirSync(lab.folder);
		const { stdout } = await lab.lvs(["lab", "status", lab.folder]);
		assert.match(stdout, /^a +ready/m);
		rmSync(lab.folder, { recursive: true });
		mkdirSync(join(lab.folder, "../elsewhere"));
		const lvs = resolve(import.meta.dirname, "../../bin/lvs");
		const { exit, stderr } = await command(lvs, ["lab", "down", "lab"], {
			cwd: join(lab.folder, "../elsewhere"),
			environment: lab.environment,
		});
		assert.equal(exit, 0, stderr);
		assert.ok(!processes.some(isAlive), "no process lives");
		assert.ok(!existsSync(lab.directory));
	});
});

test("after kill -9 of a machine, and of the switch, up brings them back with their disks", async () => {
	await withLab(pair, async (lab) => {
		await lab.run("a", "sh", "-c", "touch /root/mine; sync");
		const kill = async (pid: number | undefined) => {
			assert.ok(pid !== undefined);
			process.kill(pid, "SIGKILL");
			await sleep(100);
		};
		await kill(state(lab).machines.a?.process?.pid);
		const status = await lab.lvs(["lab", "status"]);
		assert.equal(status.exit, 1);
		assert.match(status.stdout, /^a +off/m);
		assert.match(status.stdout, /^b +ready/m);
		assert.equal((await lab.lvs(["lab", "up"])).exit, 0);
		assert.equal(await lab.run("a", "ls", "/root"), "mine");
		await lab.run("b", "ping", "-q", "-c", "1", "172.18.0.1");

		await kill(state(lab).switch?.pid);
		const { exit, stderr } = await lab.lvs(["lab", "up"]);
		assert.equal(exit, 0, stderr);
		assert.equal(await lab.run("a", "ls", "/root"), "mine");
		await lab.run("b", "ping", "-q", "-c", "1", "172.18.0.1");
		assert.equal(findProcesses(lab.directory).length, 3);
	});
});

test("what a killed up left is cleared by the next up, and by down", async () => {
	await withFolder(pair, async (lab) => {
		const lvs = resolve(import.meta.dirname, "../../bin/lvs");
		const killedUp = async () => {
			const child = spawn(lvs, ["lab", "up"], {
				cwd: lab.folder,
				env: lab.environment,
				stdio: "ignore",
			});
			while (findProcesses(lab.directory).length < 2) await sleep(5);
			child.kill("SIGKILL");
			const left = findProcesses(lab.directory);
			assert.ok(left.length >= 2, "the switch and a machine were left");
			assert.notEqual(readLabState(lab.directory)?.phase, "running");
			return left;
		};
		const first = await killedUp();
		const { exit, stderr } = await lab.lvs(["lab", "up"]);
		assert.equal(exit, 0, stderr);
		assert.ok(!first.some(isAlive), "the old processes ended");
		assert.equal(await lab.run("a", "hostname"), "a");
		assert.equal((await lab.lvs(["lab", "down"])).exit, 0);

		await killedUp();
		assert.equal((await lab.lvs(["lab", "down"])).exit, 0);
		assert.deepEqual(findProcesses(lab.directory), []);
		assert.deepEqual(readdirSync(join(lab.directory, "..")), []);
	});
});

test("Ctrl-C while it starts, and a start that fails, leave nothing", async () => {
	await withFolder(pair, async (lab) => {
		const child = spawn(
			resolve(import.meta.dirname, "../../bin/lvs"),
			["lab", "up"],
			{
				cwd: lab.folder,
				env: lab.environment,
				stdio: "ignore",
			},
		);
		while (findProcesses(lab.directory).length < 2) await sleep(5);
		child.kill("SIGINT");
		const [exit] = (await once(child, "exit")) as [number];
		assert.equal(exit, 130);
		assert.deepEqual(findProcesses(lab.directory), []);
		assert.ok(!existsSync(lab.directory));

		const program = join(lab.folder, "program");
		mkdirSync(program);
		// A QEMU that tells its version and starts no machine.
		writeFileSync(
			join(program, "qemu-system-x86_64"),
			'#!/bin/sh\ncase "$*" in --version) PATH=${PATH#*:} exec qemu-system-x86_64 --version ;; esac\necho "no such device" >&2\nexit 1\n',
			{ mode: 0o755 },
		);
		const { exit: failed, stderr } = await command(
			process.execPath,
			[resolve(import.meta.dirname, "../../dist/cli/main.js"), "lab", "up"],
			{
				cwd: lab.folder,
				environment: {
					...lab.environment,
					PATH: `${program}:${process.env.PATH}`,
				},
			},
		);
		assert.equal(failed, 3);
		assert.match(stderr, /qemu-system-x86_64: exit 1\n +no such device/);
		assert.deepEqual(findProcesses(lab.directory), []);
		assert.ok(!existsSync(lab.directory));
	});
});

test("a state directory with too long a name is refused before anything starts", async () => {
	await withFolder(pair, async (lab) => {
		const { exit, stderr } = await command(
			resolve(import.meta.dirname, "../../bin/lvs"),
			["lab", "up"],
			{
				cwd: lab.folder,
				environment: {
					...lab.environment,
					LVS_STATE_HOME: join(lab.folder, "x".repeat(100)),
				},
			},
		);
		assert.equal(exit, 3);
		assert.match(stderr, /107 bytes.*LVS_STATE_HOME/);
		assert.deepEqual(readdirSync(lab.folder), ["lab.ts"]);
	});
});

test("doctor finds what is missing; env prints what a shell can take", async () => {
	await withFolder(pair, async (lab) => {
		assert.equal((await lab.lvs(["doctor"])).exit, 0);
		const bare = await command(
			resolve(import.meta.dirname, "../../bin/lvs"),
			["doctor", "-o", "json"],
			{
				cwd: lab.folder,
				environment: {
					...lab.environment,
					LVS_CACHE_HOME: join(lab.folder, "c"),
				},
			},
		);
		assert.equal(bare.exit, 1);
		const findings = JSON.parse(bare.stdout) as {
			what: string;
			good: boolean;
		}[];
		assert.ok(findings.some(({ what, good }) => what === "lab image" && !good));

		const shell = await command(
			"sh",
			[
				"-c",
				`eval "$('${resolve(import.meta.dirname, "../../bin/lvs")}' env)" && node --version && pulumi version`,
			],
			{ cwd: lab.folder, environment: lab.environment },
		);
		assert.match(shell.stdout, /^v24\..*\nv?3\./);
	});
});

test("two ups at once make one lab; a changed lab.ts is refused while it runs", async () => {
	await withFolder(pair, async (lab) => {
		const both = await Promise.all([
			lab.lvs(["lab", "up"]),
			lab.lvs(["lab", "up"]),
		]);
		assert.deepEqual(
			both.map(({ exit }) => exit),
			[0, 0],
		);
		assert.equal(findProcesses(lab.directory).length, 3);
		writeDefinition(lab.folder, { ...pair, memory: 256 });
		const changed = await lab.lvs(["lab", "up"]);
		assert.equal(changed.exit, 3);
		assert.match(
			changed.stderr,
			/changed since the lab was started.*\n.*lab down/,
		);
	});
});

test("a machine on two links has a card on each, and can be the way between them", async () => {
	const definition = {
		links: { outside: "192.0.2.0/24", inside: "172.18.0.0/24" },
		machines: {
			router: { inside: "172.18.0.1", outside: "192.0.2.1" },
			client: { outside: "192.0.2.10" },
			server: { inside: "172.18.0.2" },
		},
	};
	await withLab(definition, async (lab) => {
		assert.match(
			await lab.run("router", "ip", "-br", "-4", "address"),
			/eth1 .*192\.0\.2\.1\/24.*\neth2 .*172\.18\.0\.1\/24/,
		);
		await lab.run("router", "sysctl", "-q", "net.ipv4.ip_forward=1");
		await lab.run(
			"client",
			"ip",
			"route",
			"add",
			"172.18.0.0/24",
			"via",
			"192.0.2.1",
		);
		await lab.run(
			"server",
			"ip",
			"route",
			"add",
			"192.0.2.0/24",
			"via",
			"172.18.0.1",
		);
		await lab.run("client", "ping", "-q", "-c", "1", "172.18.0.2");
	});
});
