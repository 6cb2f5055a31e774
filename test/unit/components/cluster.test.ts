import assert from "node:assert/strict";
import { suite, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../../../src/index.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import { renderDirector } from "../../../src/render/director.ts";
import { renderRealServer } from "../../../src/render/real-server.ts";
import { changed, declared } from "../model/declared.ts";
import { experiment } from "./program.ts";
import { find, modes, register } from "./register.ts";

const { unknownValue } = pulumi.runtime;
const all = [
	["lvs:index:Cluster", "web"],
	["pulumi-nodejs:dynamic/lvs:RealServer", "web-rs1"],
	["pulumi-nodejs:dynamic/lvs:RealServer", "web-rs2"],
	["pulumi-nodejs:dynamic/lvs:Director", "web-lb"],
	["lvs:index:SmokeTest", "spread"],
	["pulumi-nodejs:dynamic/lvs:SmokeTest", "spread-checks"],
];
const sorted = (pairs: readonly (readonly string[])[]) =>
	pairs.map((pair) => pair.join(" ")).sort();

for (const mode of modes)
	suite(mode, () => {
		test("registers a resource per host and role, and one for the proof", async () => {
			const { resources } = await register(mode, experiment);
			assert.deepEqual(
				sorted(resources.map(({ type, name }) => [type, name])),
				sorted(all),
			);
		});

		test("real servers come before the director, and all before the proof", async () => {
			const { resources } = await register(mode, experiment);
			const waits = new Map(
				resources.map(({ name, dependsOn }) => [name, dependsOn]),
			);
			assert.deepEqual(waits.get("web-rs1"), []);
			assert.deepEqual(waits.get("web-rs2"), []);
			assert.deepEqual(waits.get("web-lb"), ["web-rs1", "web-rs2"]);
			for (const host of ["web-rs1", "web-rs2", "web-lb"])
				assert.ok(waits.get("spread-checks")?.includes(host), host);
		});

		test("every resource belongs to its component", async () => {
			const { resources } = await register(mode, experiment);
			assert.deepEqual(
				Object.fromEntries(resources.map(({ name, parent }) => [name, parent])),
				{
					web: "",
					"web-rs1": "lvs:index:Cluster web",
					"web-rs2": "lvs:index:Cluster web",
					"web-lb": "lvs:index:Cluster web",
					spread: "",
					"spread-checks": "lvs:index:SmokeTest spread",
				},
			);
		});

		test("what is rendered is an input, so that a preview shows it", async () => {
			const registered = await register(mode, experiment);
			const cluster = clusterDoor.parse("web", declared());
			const [lb] = cluster.directors;
			const [rs1] = cluster.realServers;
			assert.ok(lb && rs1);
			assert.deepEqual(
				find(registered, "web-lb").desired,
				renderDirector(cluster, lb),
			);
			assert.deepEqual(
				find(registered, "web-rs1").desired,
				renderRealServer(cluster, rs1),
			);
			assert.deepEqual(find(registered, "web-rs1").connection, rs1.host);
		});

		test("a wrong declaration is refused with all its problems, and nothing is registered", async () => {
			let error: unknown;
			const { resources } = await register(mode, () => {
				try {
					new Cluster(
						"web",
						changed({
							vip: "172.18.0.300",
							"realServers.rs1.weight": -1,
							"services.http.scheduler": "wrrr",
							prot: 80,
						}) as ReturnType<typeof declared>,
					);
				} catch (thrown) {
					error = thrown;
				}
			});
			assert.ok(error instanceof pulumi.RunError, "Pulumi prints no stack");
			const [head, ...problems] = error.message.split("\n");
			assert.equal(head, "cluster web: 4 problems");
			assert.deepEqual(
				problems.map((line) => line.trim().split(":")[0]).sort(),
				[
					"declaration",
					"realServers.rs1.weight",
					"services.http.scheduler",
					"vip",
				],
			);
			assert.deepEqual(resources, []);
		});

		test("an output that is known is a value like any other", async () => {
			const registered = await register(mode, () =>
				experiment((declaration) => ({
					...declaration,
					vip: pulumi.output("172.18.0.71"),
				})),
			);
			assert.equal(find(registered, "web-lb").vip, "172.18.0.71");
		});
	});

/** A resource of someone else, whose output is known after an update. */
class Other extends pulumi.CustomResource {
	declare readonly value: pulumi.Output<never>;

	constructor(name: string, value: unknown) {
		super("other:index:Other", name, { value });
	}
}

suite("values that other resources give", () => {
	const withWeight = (weight: unknown) => () =>
		experiment((declaration) => ({
			...declaration,
			realServers: {
				...declaration.realServers,
				rs2: {
					host: { address: "127.0.0.1", agent: true },
					address: "172.18.0.68",
					weight: new Other("weights", weight).value,
				},
			},
		}));
	const withAddress = () =>
		experiment((declaration) => ({
			...declaration,
			realServers: {
				rs1: {
					host: { address: new Other("machine", "192.0.2.67").value },
					address: new Other("link", "172.18.0.67").value,
				},
			},
		}));
	const key = "-t 172.18.0.70:80 -r 172.18.0.68:80";

	test("a preview that does not know an address registers every resource", async () => {
		const registered = await register("preview", withAddress);
		assert.deepEqual(
			sorted(registered.resources.map(({ type, name }) => [type, name])),
			sorted([
				["other:index:Other", "machine"],
				["other:index:Other", "link"],
				...all.filter(([, name]) => name !== "web-rs2"),
			]),
		);
		assert.equal(find(registered, "web-rs1").connection, unknownValue);
		assert.equal(find(registered, "web-rs1").desired, unknownValue);
		assert.equal(find(registered, "web-rs1").role, "real-server");
	});

	test("an update has it", async () => {
		const registered = await register("update", withAddress);
		const { connection, desired } = find(registered, "web-rs1");
		assert.equal((connection as { address: string }).address, "192.0.2.67");
		assert.equal((desired as { ownAddress: string }).ownAddress, "172.18.0.67");
	});

	test("a weight of 0 from another resource is a weight", async () => {
		const registered = await register("update", withWeight(0));
		const { desired } = find(registered, "web-lb");
		const { ipvs } = desired as { ipvs: Record<string, string> };
		assert.equal(ipvs[key], "-g -w 0");
	});

	test("what is known to be wrong is refused also where the rest is not known", async () => {
		let message = "";
		const { resources } = await register("preview", () => {
			try {
				experiment((declaration) => ({
					...declaration,
					vip: new Other("vip", "172.18.0.70").value,
					services: { http: { tcp: 70000 } },
				}));
			} catch (error) {
				message = (error as Error).message;
			}
		});
		assert.match(message, /^cluster web: 1 problem\n {2}services\.http\.tcp: /);
		assert.deepEqual(
			resources.map(({ name }) => name),
			["vip"],
		);
	});
});

suite("outputs", () => {
	test("are those of the hosts", async () => {
		let rules: unknown;
		const { outputs } = await register("update", () => {
			const { web } = experiment();
			web.rules.apply((value) => {
				rules = value;
			});
		});
		assert.deepEqual(rules, ["-A -t 172.18.0.70:80 -s wrr"]);
		assert.deepEqual(outputs.get("web"), {
			vip: "172.18.0.70",
			rules: ["-A -t 172.18.0.70:80 -s wrr"],
		});
	});

	test("a change on any host changes what is proven", async () => {
		const registered = await register("update", experiment);
		assert.deepEqual(find(registered, "spread-checks").proves, {
			lb: "r1",
			rs1: "r2",
			rs2: "r2",
		});
	});
});

test("a service whose weights are all 0 is told, and made", async (context) => {
	const warn = context.mock.method(pulumi.log, "warn", async () => {});
	const { resources } = await register("preview", () => {
		new Cluster("web", {
			...declared(),
			services: {
				http: {
					tcp: 80,
					realServers: { rs1: { weight: 0 }, rs2: { weight: 0 } },
				},
			},
		});
	});
	assert.deepEqual(
		warn.mock.calls.map(({ arguments: [message] }) => message),
		[
			"cluster web: services.http: the weight of every real server is 0, so new connections are refused; give one a weight of 1 or more",
		],
	);
	assert.ok(resources.some(({ name }) => name === "web-lb"));
});
