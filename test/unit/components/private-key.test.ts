import assert from "node:assert/strict";
import { suite, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { Cluster, SmokeTest, spread } from "../../../src/index.ts";
import type { HostConnection } from "../../../src/model/host.ts";
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

/** A machine of someone else, whose way is known after an update. */
class Machine extends pulumi.CustomResource {
	declare readonly way: pulumi.Output<HostConnection>;

	constructor(way: HostConnection) {
		super("other:index:Machine", "machine", { way });
	}
}

const keyed = { address: "lb.example", privateKey: key("lb") };
const behind: HostConnection = {
	address: "lb.example",
	agent: true,
	jump: { address: "jump.example", privateKey: key("jump") },
};

/** A connection that comes later -> the keys in it, and whether a preview knows it. */
const later: Readonly<
	Record<string, readonly [() => unknown, keys: string[], known?: false]>
> = {
	"an output": [() => pulumi.output(keyed), ["lb"]],
	"a secret": [() => pulumi.secret(keyed), ["lb"]],
	"a promise": [() => Promise.resolve(keyed), ["lb"]],
	"an output with a jump host": [() => pulumi.output(behind), ["jump"]],
	"a jump host": [
		() => ({ ...behind, jump: pulumi.output(behind.jump) }),
		["jump"],
	],
	"a promise of a jump host": [
		() => ({ ...behind, jump: Promise.resolve(behind.jump) }),
		["jump"],
	],
	"a resource's": [() => new Machine(behind).way, ["jump"], false],
	"an output without keys": [
		() => pulumi.output({ address: "lb.example", agent: true }),
		[],
	],
};

for (const mode of modes)
	suite(`a whole connection that comes later, ${mode}`, () => {
		for (const [what, [make, keys, known = true]] of Object.entries(later))
			test(what, async () => {
				const models: unknown[] = [];
				const registered = await register(mode, () => {
					const host = make() as HostConnection;
					const { lb } = declared().directors;
					assert.ok(lb);
					const web = new Cluster("web", {
						...declared(),
						directors: { lb: { ...lb, host } },
					});
					web.model.apply((model) => models.push(model));
					const checks = [spread({ service: "http" })];
					new SmokeTest("spread", { cluster: web, checks, from: host });
				});
				if (mode === "preview" && !known) {
					const { connection } = find(registered, "web-lb");
					assert.equal(connection, pulumi.runtime.unknownValue);
					return;
				}
				const ours = registered.resources.filter(
					({ type }) => !type.startsWith("other:"),
				);
				const visible = JSON.stringify(inClear(ours));
				assert.doesNotMatch(visible, /the key of/);
				assert.doesNotMatch(JSON.stringify(models), /the key of/);
				for (const name of ["web-lb", "spread-checks"]) {
					const { connection } = find(registered, name);
					assert.equal(
						isSecret(connection),
						keys.length > 0 || what === "a secret",
					);
					const found = (
						isSecret(connection) ? connection.value : connection
					) as Keyed;
					assert.equal(found.address, "lb.example");
					assert.deepEqual(
						[found.privateKey, found.jump?.privateKey].filter(Boolean),
						keys.map(key),
					);
				}
			});
	});
