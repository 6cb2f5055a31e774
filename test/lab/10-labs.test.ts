import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { type TestLab, withLab } from "./harness.ts";
import { onlyIn } from "./only-in.ts";
import { sharedLab } from "./shared-lab.ts";

/** Every lab that no other suite takes, and what its proof must have seen. What the later two show, other suites show of the same. */
const labs = {
	"03-fwmark": [/saw +: "rs1 20, rs2 20"/, {}],
	"06-fullnat": [/saw +: "rs1 20, rs2 30"/, onlyIn("layouts")],
	"07-schedulers": [/saw +: "rs1 15, rs2 5"/, onlyIn("layouts")],
} as const;

/** `up` with its proof, and `status` of one lab. @returns what `up` said */
async function judged(lab: TestLab, saw: RegExp): Promise<string> {
	const up = await lab.lvsctl(["up"]);
	assert.equal(up.exit, 0, up.stdout + up.stderr);
	assert.match(up.stdout, saw);
	const status = await lab.lvsctl(["status"]);
	assert.equal(status.exit, 0, status.stdout + status.stderr);
	assert.match(status.stdout, /web director lb: as declared/);
	return up.stdout;
}

describe("labs: one command each, judged", () => {
	for (const [name, [saw, options]] of Object.entries(labs))
		test(name, options, () =>
			withLab(`labs/${name}`, async (lab) => {
				await judged(lab, saw);
			}),
		);
});

describe("04-persistence", () => {
	const lab = sharedLab("labs/04-persistence");
	let said = "";

	test("one command, judged", async () => {
		said = await judged(lab(), /saw +: "(rs1 20, rs2 0|rs1 0, rs2 20)"/);
	});

	test("a drained real server loses its clients to the other, and undrain brings it back into play", async () => {
		const [, first = "", second = ""] =
			/saw +: "(?:(rs1) 20, (rs2) 0|rs1 0, rs2 20)"/.exec(said) ?? [];
		const kept = first || "rs2";
		const other = second || "rs1";
		const answer = () =>
			lab().run("client", "curl", "-s", "-m", "10", "http://172.18.0.70:8080/");
		assert.equal(await answer(), `<h1>${kept}</h1>`);
		assert.equal((await lab().lvsctl(["drain", kept])).exit, 0);
		assert.equal(await answer(), `<h1>${other}</h1>`);
		const again = await lab().lvsctl(["up"]);
		assert.equal(again.exit, 0, again.stdout + again.stderr);
		const status = await lab().lvsctl(["status"]);
		assert.match(status.stdout, /drained until lvsctl undrain/);
		assert.equal(status.exit, 0, status.stdout);
		assert.equal((await lab().lvsctl(["undrain", kept])).exit, 0);
		assert.doesNotMatch((await lab().lvsctl(["status"])).stdout, /drained/);
		const rules = await lab().run("lb", "ipvsadm", "-Sn");
		assert.equal(rules.match(/-w 1/g)?.length, 4, rules);
	});

	test("redis in turn beside PFWM; with PCC redis, web and ssh end at one real server", async () => {
		for (const name of ["rs1", "rs2"])
			await lab().run(
				name,
				...["redis-cli", "--no-auth-warning", "-a", "lvs", "set", "name", name],
			);
		const redis = () =>
			lab().run(
				"client",
				...["redis-cli", "--no-auth-warning", "-h", "172.18.0.70"],
				...["-a", "lvs", "get", "name"],
			);
		const page = async () =>
			(
				await lab().run("client", "curl", "-s", "http://172.18.0.70:8080/")
			).replace(/<\/?h1>/g, "");
		const turns = [await redis(), await redis(), await redis()];
		assert.deepEqual([...new Set(turns)].sort(), ["rs1", "rs2"]);
		assert.equal(turns[0], turns[2]);

		const program = join(lab().folder, "index.ts");
		const text = readFileSync(program, "utf8");
		writeFileSync(
			program,
			text
				.replace(
					/services: \{[\s\S]*?\n\t\t\},\n/,
					'services: { web: { tcp: "all", scheduler: "wrr", persistence: { seconds: 1200 } } },\n',
				)
				.replace("requests: 20", "requests: 4"),
		);
		const up = await lab().lvsctl(["up"]);
		assert.equal(up.exit, 0, up.stdout + up.stderr);
		const one = await page();
		assert.match(one, /^rs[12]$/);
		assert.deepEqual(
			[await redis(), await redis(), await page(), await redis()],
			[one, one, one, one],
		);
		const keyOf = (address: string) =>
			lab()
				.run("client", "ssh-keyscan", "-T", "10", "-t", "ed25519", address)
				.then((line) => line.split(" ").at(-1));
		const rip = { rs1: "172.18.0.67", rs2: "172.18.0.68" }[one] ?? "";
		assert.equal(await keyOf("172.18.0.70"), await keyOf(rip));
		assert.match(
			await lab().run("lb", "ipvsadm", "-Lnc"),
			new RegExp(`172\\.18\\.0\\.10:0 +172\\.18\\.0\\.70:0 +${rip}:0`),
		);
	});
});
