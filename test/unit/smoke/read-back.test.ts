import assert from "node:assert/strict";
import { test } from "node:test";
import { readBackCheck } from "../../../src/smoke/read-back.ts";
import type { Session } from "../../../src/ssh/session.ts";

/** A writer that takes everything, and two replicas that answer in turn; those that lag have no row. */
async function readBack(lagging: readonly string[], port?: number) {
	const asked = new Set<string>();
	const replicas = ["172.18.0.67", "172.18.0.68"];
	let reads = 0;
	const client: Session = {
		host: "root@client",
		run: async (script, { doing }) => {
			const by = replicas[reads % 2] ?? "";
			asked.add(doing);
			if (doing !== "ask 172.18.0.71:3306")
				return { exit: 0, stdout: "1\n", stderr: "" };
			if (script.includes("INSERT"))
				return { exit: 1, stdout: "", stderr: "ERROR 1290: --read-only" };
			reads += 1;
			const rows = lagging.includes(by) ? 0 : 1;
			return { exit: 0, stdout: `${by}\n${rows}\n`, stderr: "" };
		},
	};
	const result = await readBackCheck.run(
		{
			kind: "readBack",
			service: "mariadb",
			vip: "172.18.0.71",
			port: 3306,
			realServers: { rs1: "172.18.0.67", rs2: "172.18.0.68" },
			database: {
				address: "172.18.0.69",
				...(port === undefined ? {} : { port }),
				database: "shop",
				user: "shop",
				password: "a password",
			},
			// looked at once
			seconds: 0,
		},
		client,
		client,
	);
	return { ...result, reads, asked: [...asked] };
}

test("reads three rows of each replica", async () => {
	const { passed, counts, reads } = await readBack([]);
	assert.ok(passed);
	assert.deepEqual(counts, { rs1: 3, rs2: 3 });
	assert.equal(reads, 6);
});

test("ends when each replica has been seen to lag, and not before", async () => {
	const both = await readBack(["172.18.0.67", "172.18.0.68"]);
	assert.equal(both.passed, false);
	assert.match(both.saw, /row 1 not on rs1 after 0 s; row 2 not on rs2/);
	assert.match(both.answer ?? "", /^a replica lags/);
	assert.match(both.did, /^wrote 2 rows/);
	assert.equal(both.reads, 2);

	const one = await readBack(["172.18.0.68"]);
	assert.equal(one.passed, false);
	assert.deepEqual(one.counts, { rs1: 3, rs2: 3 });
	assert.equal(one.reads, 6);
});

test("writes at the port of the database, or at the usual one", async () => {
	assert.deepEqual((await readBack([])).asked, [
		"ask 172.18.0.69:3306",
		"ask 172.18.0.71:3306",
	]);
	assert.deepEqual((await readBack([], 3307)).asked, [
		"ask 172.18.0.69:3307",
		"ask 172.18.0.71:3306",
	]);
});
