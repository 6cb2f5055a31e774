import assert from "node:assert/strict";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findProcesses, isAlive } from "../../src/lab/processes.ts";
import {
	command,
	LVS,
	pair,
	withFolder,
	withLab,
	writeDefinition,
} from "./harness.ts";

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
			const { exit } = await other.lvsctl([
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
			assert.equal((await other.lvsctl(["lab", "down"])).exit, 0);
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
		const { stdout } = await lab.lvsctl(["lab", "status", lab.folder]);
		assert.match(stdout, /^a +ready/m);
		rmSync(lab.folder, { recursive: true });
		mkdirSync(join(lab.folder, "../elsewhere"));
		const { exit, stderr } = await command(LVS, ["lab", "down", "lab"], {
			cwd: join(lab.folder, "../elsewhere"),
			environment: lab.environment,
		});
		assert.equal(exit, 0, stderr);
		assert.ok(!processes.some(isAlive), "no process lives");
		assert.ok(!existsSync(lab.directory));
	});
});

test("doctor finds what is missing; env prints what a shell can take", async () => {
	await withFolder(pair, async (lab) => {
		assert.equal((await lab.lvsctl(["doctor"])).exit, 0);
		const bare = await command(LVS, ["doctor", "-o", "json"], {
			cwd: lab.folder,
			environment: {
				...lab.environment,
				LVS_CACHE_HOME: join(lab.folder, "c"),
			},
		});
		assert.equal(bare.exit, 1);
		const findings = JSON.parse(bare.stdout) as {
			what: string;
			good: boolean;
		}[];
		assert.ok(findings.some(({ what, good }) => what === "lab image" && !good));

		const shell = await command(
			"sh",
			["-c", `eval "$('${LVS}' env)" && node --version && pulumi version`],
			{ cwd: lab.folder, environment: lab.environment },
		);
		assert.match(shell.stdout, /^v24\..*\nv?3\./);
	});
});

test("two ups at once make one lab; a changed lab.ts is refused while it runs", async () => {
	await withFolder(pair, async (lab) => {
		const both = await Promise.all([
			lab.lvsctl(["lab", "up"]),
			lab.lvsctl(["lab", "up"]),
		]);
		assert.deepEqual(
			both.map(({ exit }) => exit),
			[0, 0],
		);
		assert.equal(findProcesses(lab.directory).length, 3);
		writeDefinition(lab.folder, { ...pair, memory: 256 });
		const changed = await lab.lvsctl(["lab", "up"]);
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
