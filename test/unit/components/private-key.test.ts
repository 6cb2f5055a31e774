import assert from "node:assert/strict";
import { suite, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { Cluster, SmokeTest, spread } from "../../../src/index.ts";
import { declared } from "../model/declared.ts";
import { find, modes, type Registered, register } from "./register.ts";
import { inClear, isSecret, opened } from "./secrets.ts";

const key = (of: string) =>
	`-----BEGIN OPENSSH PRIVATE KEY-----\nthe key of ${of}\n-----END OPENSSH PRIVATE KEY-----\n`;

/** Every way a key can be given: as text, as a secret, of a jump host; for hosts of the cluster and for the client. */
function program() {
	const { lb } = declared().directors;
	const { rs1, rs2 } = declared().realServers;
	assert.ok(lb && rs1 && rs2);
	const web = new Cluster("web", {
		...declared(),
		directors: {
			lb: { ...lb, host: { address: "lb.example", privateKey: key("lb") } },
		},
		realServers: {
			rs1: {
				...rs1,
				host: {
					address: "rs1.example",
					privateKey: pulumi.secret(key("rs1")),
				},
			},
			rs2: {
				...rs2,
				host: {
					address: "rs2.example",
					agent: true,
					jump: { address: "jump.example", privateKey: key("jump") },
				},
			},
		},
	});
	const checks = [spread({ service: "http" })];
	new SmokeTest("far", {
		cluster: web,
		checks,
		from: {
			address: "client.example",
			agent: true,
			jump: { address: "jump.example", privateKey: key("jump") },
		},
	});
	new SmokeTest("spread", {
		cluster: web,
		checks,
		from: {
			address: "client.example",
			privateKey: key("client"),
			jump: { address: "jump.example", privateKey: key("jump") },
		},
	});
}

interface Keyed {
	readonly address: string;
	readonly privateKey?: string;
	readonly jump?: Keyed;
}

const connectionOf = (registered: Registered, name: string) =>
	opened(find(registered, name).connection) as Keyed;

for (const mode of modes)
	suite(`private keys, ${mode}`, () => {
		test("stand nowhere in clear", async () => {
			const { resources, outputs } = await register(mode, program);
			const visible = JSON.stringify(inClear([resources, [...outputs]]));
			assert.doesNotMatch(visible, /the key of/);
		});

		test("arrive", async () => {
			const registered = await register(mode, program);
			const keys = Object.fromEntries(
				["web-lb", "web-rs1", "web-rs2", "spread-checks", "far-checks"].map(
					(name) => {
						const { privateKey, jump } = connectionOf(registered, name);
						return [name, [privateKey, jump?.privateKey]];
					},
				),
			);
			assert.deepEqual(keys, {
				"web-lb": [key("lb"), undefined],
				"web-rs1": [key("rs1"), undefined],
				"web-rs2": [undefined, key("jump")],
				"spread-checks": [key("client"), key("jump")],
				"far-checks": [undefined, key("jump")],
			});
		});

		test("make no secret of what a preview shall show", async () => {
			const registered = await register(mode, program);
			for (const name of ["web-lb", "web-rs1", "web-rs2"]) {
				const { desired, vip, role } = find(registered, name);
				assert.deepEqual(
					[desired, vip, role].map(isSecret),
					[false, false, false],
					name,
				);
			}
			assert.equal(isSecret(find(registered, "spread-checks").checks), false);
		});
	});

test("a host without a key in the program has nothing secret", async () => {
	const registered = await register("update", () => {
		new Cluster("web", declared());
	});
	assert.equal(isSecret(find(registered, "web-lb").connection), false);
});
