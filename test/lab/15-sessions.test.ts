import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sharedLab } from "./shared-lab.ts";

describe("sessions of PHP behind LVS", () => {
	const lab = sharedLab("labs/10-sessions");
	const sessions = async () => {
		const { exit, stdout, stderr } = await lab().lvsctl([
			...["check", "--no-diagnose", "--only", "session"],
		]);
		return { exit, said: stdout + stderr };
	};
	const on = (machine: string, script: string) =>
		lab().run(machine, "sh", "-c", script);

	test("one command, one table: files alone fail, persistence hides it, one place for sessions does", async () => {
		const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
		assert.equal(exit, 0, stdout + stderr);
		for (const answer of [
			/control: session at own *: "session persistence is needed, or one place/,
			/session at sticky +: "signed in as long as rs[12] lasts/,
			/session at shared +: "session persistence is not needed"/,
			/session at redis +: "session persistence is not needed"/,
			/session at memcached +: "session persistence is not needed"/,
			/control: failover at sticky *: "a real server that goes takes its/,
			/failover at shared +: "a real server can go: nobody is signed out"/,
			/failover at redis +: "a real server can go: nobody is signed out"/,
			/failover at memcached *: "a real server can go: nobody is signed out"/,
		])
			assert.match(stdout, answer);
	});

	test("again: nothing to do", async () => {
		const { exit, stdout, stderr } = await lab().lvsctl(["up"]);
		assert.equal(exit, 0);
		assert.match(stderr, /hosts looked at: as declared in the last up/);
		assert.doesNotMatch(stdout, /updated|created/);
	});

	test("control: without redis its users are signed out in silence, the others stay", async () => {
		await on("storage", "systemctl stop lvs-redis-session-store");
		const { exit, said } = await sessions();
		assert.equal(exit, 1, said);
		assert.match(said, /FAILED: session at redis/);
		assert.match(said, /passed: session at memcached/);
		assert.match(said, /passed: session at shared/);
		const up = await lab().lvsctl(["up"]);
		assert.equal(up.exit, 0, up.stdout + up.stderr);
		assert.match(up.stdout, /session at redis +: "session persistence is not/);
	});

	test("redis asks for its password, and listens behind the real servers alone", async () => {
		assert.match(
			await on("client", "redis-cli -h 172.18.0.69 ping 2>&1 || true"),
			/NOAUTH/,
		);
		assert.equal(
			await on("storage", "ss -ltnH 'sport = 6379' | awk '{ print $4 }'"),
			"172.18.0.69:6379",
		);
	});

	test("a real server that goes takes its own sessions along, and those of files with persistence", async () => {
		// one visitor for each site, with its cookies; then the real server that knows it is drained
		const jar = (port: number) => `/tmp/jar-${port}`;
		const visit = (port: number, query = "") =>
			on(
				"client",
				// longer than a lock of a session that nobody gave back (30 s)
				`curl -s -m 45 -b ${jar(port)} -c ${jar(port)} -D /tmp/head http://172.18.0.70:${port}/${query}; sed -n 's/^X-Real-Server: //p' /tmp/head | tr -d '\\r'`,
			);
		const first = await visit(8082, "?user=ann");
		const server = first.split("\n").at(-1) ?? "";
		await visit(8084, "?user=ann");
		assert.match(await visit(8082), /^ann 2/);
		// gone, as by a power cut: the template of its client goes with it
		await on(
			"lb",
			`systemctl stop lvs-web-director-watch # it would put them back
for port in 8081 8082 8083 8084 8085; do ipvsadm -d -t 172.18.0.70:$port -r 172.18.0.${server === "rs1" ? 67 : 68}; done`,
		);
		assert.match(await visit(8082), /^ANON/);
		assert.match(await visit(8084), /^ann/);
		assert.match(await visit(8084), /^ann/);
	});

	test("destroy leaves no file of ours", async () => {
		const { exit, stdout, stderr } = await lab().lvsctl(["destroy"]);
		assert.equal(exit, 0, stdout + stderr);
		for (const machine of ["rs1", "rs2", "storage"])
			assert.equal(
				await on(
					machine,
					"find /etc /usr/local/lib /var/lib/pulumi-lvs -name '*lvs-*' -o -name '*pulumi-lvs*' 2>/dev/null || true",
				),
				"",
			);
	});
});
