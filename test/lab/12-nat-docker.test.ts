import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { onlyIn } from "./only-in.ts";
import { sharedLab } from "./shared-lab.ts";

// Experiment 1: the real servers are two containers on the director itself.

describe("NAT to docker containers", () => {
	const lab = sharedLab("labs/01-nat-docker");
	const up = async () => {
		const { exit, stdout, stderr } = await lab().lvsctl(["up", "--no-refresh"]);
		assert.equal(exit, 0, stdout + stderr);
		return stdout;
	};
	const table = () => lab().run("lb", "ipvsadm", "-Sn");
	/** What 12 separate requests say, a failed one `no`. */
	const ask = async () => {
		const answers = await lab().run(
			"client",
			...["sh", "-c"],
			"for i in 1 2 3 4 5 6 7 8 9 10 11 12; do curl -s -m 2 http://172.18.18.18/ || echo no; done",
		);
		return answers.split("\n").map((line) => line.replace(/<\/?h1>/g, ""));
	};
	const count = (answers: readonly string[], what: string) =>
		answers.filter((answer) => answer === what).length;

	test("up: containers from the distribution's busybox, weights 1 and 3", async () => {
		assert.match(await up(), /saw +: "rs1 10, rs2 30"/);
		const images = await lab().run("lb", "docker", "image", "ls", "--quiet");
		assert.equal(images.split("\n").length, 1, images);
		const [page] = await ask();
		assert.match(page ?? "", /^rs[12]$/);
	});

	test("a weight is changed on the director alone, and counted anew", async () => {
		const program = join(lab().folder, "index.ts");
		const text = readFileSync(program, "utf8");
		writeFileSync(
			program,
			text.replace('"172.17.0.3", weight: 3', '"172.17.0.3", weight: 1'),
		);
		const said = await up();
		assert.match(said, /=> "rs1 20, rs2 20"/);
		assert.match(said, /Director web-lb updated/);
		assert.doesNotMatch(said, /HostSetup containers-lb updat/);
	});

	test("statistics are kept, and set to zero", async () => {
		const connections = async () => {
			const { stdout } = await lab().lvsctl(["status", "-o", "json"]);
			const { services } = JSON.parse(stdout) as {
				services: { counters: { connections: number } }[];
			};
			return services[0]?.counters.connections;
		};
		assert.ok(Number(await connections()) >= 92, String(await connections()));
		assert.equal((await lab().lvsctl(["zero"])).exit, 0);
		assert.equal(await connections(), 0);
		await ask();
		// the kernel adds up what its processors counted every two seconds
		const until = Date.now() + 10_000;
		while ((await connections()) !== 12 && Date.now() < until);
		assert.equal(await connections(), 12);
	});

	test("the defect: a stopped container keeps getting its share, and nobody says so", async () => {
		const before = await table();
		await lab().run("lb", "docker", "stop", "-t", "1", "rs1");
		const answers = await ask();
		assert.equal(count(answers, "rs2"), 6, answers.join());
		assert.equal(count(answers, "no"), 6, answers.join());
		assert.equal(await table(), before);
		const check = await lab().lvsctl(["check", "--no-diagnose"]);
		assert.equal(check.exit, 1, check.stdout);
		assert.match(check.stdout, /got no answer/);
	});

	test("a drain takes it out of play by hand; it comes back when the container does", async () => {
		// weight 0 for a real server that nobody manages: in the declaration
		const program = join(lab().folder, "index.ts");
		const text = readFileSync(program, "utf8");
		writeFileSync(
			program,
			text
				.replace('"172.17.0.2", weight: 1', '"172.17.0.2", weight: 0')
				.replace(/checks: \[.*\]/, "checks: []"),
		);
		await up();
		assert.equal(count(await ask(), "rs2"), 12);
		writeFileSync(program, text);
		await lab().run("lb", "docker", "start", "rs1");
		assert.match(await up(), /saw +: "rs1 20, rs2 20"/);
	});

	test(
		"a reboot brings docker, the containers, the rules and the VIP",
		onlyIn("layouts"),
		async () => {
			const before = await table();
			await lab().reboot("lb");
			assert.equal(
				await lab().run("lb", "systemctl", "is-active", "containers"),
				"active",
			);
			assert.equal(await table(), before);
			const check = await lab().lvsctl(["check"]);
			assert.equal(check.exit, 0, check.stdout + check.stderr);
		},
	);

	test("destroy takes all of it away", async () => {
		const { exit, stdout, stderr } = await lab().lvsctl(["destroy"]);
		assert.equal(exit, 0, stdout + stderr);
		const left = await lab().run(
			"lb",
			...["sh", "-c"],
			"ls /var/lib/pulumi-lvs /usr/local/lib/pulumi-lvs /usr/local/sbin/containers /vols/rs1/index.html 2>&1 | grep -v 'No such file' || true",
		);
		assert.equal(left, "");
	});
});
