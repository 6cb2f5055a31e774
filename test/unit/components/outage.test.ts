import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Cluster, outage, SmokeTest, spread } from "../../../src/index.ts";
import type { OutageResolved } from "../../../src/smoke/outage-shapes.ts";
import { declared } from "../model/declared.ts";
import { find, modes, register } from "./register.ts";
import { isSecret, opened } from "./secrets.ts";

/** Two smoke tests of one cluster; the second one takes rs2's web server away. */
function program() {
	const { rs1, rs2 } = declared().realServers;
	assert.ok(rs1 && rs2);
	const web = new Cluster("web", {
		...declared(),
		page: true,
		realServers: {
			rs1,
			rs2: { ...rs2, host: { address: "rs2.example", privateKey: key } },
		},
	});
	const from = { address: "client.example", agent: true };
	for (const [name, check] of [
		["first", spread({ service: "http" })],
		[
			"loss",
			outage({
				...{ service: "http", event: "real-server stop", machine: "rs2" },
				lost: 4,
			}),
		],
		["last", spread({ service: "http" })],
	] as const)
		new SmokeTest(name, { cluster: web, from, checks: [check] });
}

const key =
	"-----BEGIN OPENSSH PRIVATE KEY-----\nthe key of rs2\n-----END OPENSSH PRIVATE KEY-----\n";

for (const mode of modes)
	suite(`outages of a program, ${mode}`, () => {
		test("have the connections of the machine that they befall and of the directors that are asked before, alone and as a secret", async () => {
			const registered = await register(mode, program);
			const { machines, checks } = find(registered, "loss-checks");
			assert.equal(isSecret(machines), true);
			const { "director/lb": asked, ...befallen } = opened(machines) as Record<
				string,
				object
			>;
			assert.ok(asked);
			assert.deepEqual(befallen, {
				"real-server/rs2": {
					...{ address: "rs2.example", port: 22, user: "root", sudo: false },
					privateKey: key,
				},
			});
			const [resolved] = checks as [OutageResolved];
			assert.deepEqual(
				resolved.acts.map(({ host }) => host),
				["real-server/rs2"],
			);
			assert.equal(isSecret(checks), false);
			assert.equal(find(registered, "first-checks").machines, undefined);
		});

		test("run when no other smoke test does", async () => {
			const { resources } = await register(mode, program);
			const waits = (name: string) =>
				resources.find((each) => each.name === name)?.dependsOn ?? [];
			assert.ok(waits("loss-checks").includes("first-checks"));
			assert.ok(waits("last-checks").includes("loss-checks"));
			assert.ok(!waits("last-checks").includes("first-checks"));
		});

		test("have the connections of the other directors, which are asked before one is taken down", async () => {
			const registered = await register(mode, () => {
				const web = new Cluster("web", {
					...declared(),
					page: true,
					directors: {
						lb1: { host: { address: "lb1.example" }, address: "172.18.0.65" },
						lb2: { host: { address: "lb2.example" }, address: "172.18.0.66" },
					},
				});
				const down = outage({
					...{ service: "http", event: "director stop", machine: "lb1" },
					lost: 4,
				});
				const from = { address: "client.example", agent: true };
				new SmokeTest("loss", { cluster: web, from, checks: [down] });
			});
			const { machines } = find(registered, "loss-checks");
			assert.deepEqual(Object.keys(machines as object).sort(), [
				"director/lb1",
				"director/lb2",
			]);
		});
	});
