import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { asked } from "../../../../src/cli/diagnose/diagnose-cluster.ts";
import type { DeployedHost } from "../../../../src/cli/stack/deployed.ts";
import type { OpenStack } from "../../../../src/cli/stack/open-stack.ts";
import { DeclarationError } from "../../../../src/errors.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";

const http = "-t 172.18.0.70:80";
const https = "-t 172.18.0.70:443";
const host = (
	role: "director" | "real-server",
	name: string,
	desired: Partial<Desired>,
): DeployedHost => ({
	component: "web",
	role,
	name,
	vip: "172.18.0.70",
	connection: { address: name },
	desired: { ...nothing, ...desired },
	follows: {},
	urn: name,
});
const lb = host("director", "lb", {
	ipvs: {
		[http]: "-s rr",
		[`${http} -r 172.18.0.67:80`]: "-g -w 1",
		[`${http} -r 172.18.0.68:80`]: "-g -w 1",
		[https]: "-s rr",
		[`${https} -r 172.18.0.67:443`]: "-g -w 1",
	},
});
const rs1 = host("real-server", "rs1", { ownAddress: "172.18.0.67" });
const stack: OpenStack = {
	stack: { name: "dev" } as OpenStack["stack"],
	hosts: [lb, rs1],
	directors: [lb],
	realServers: [rs1] as unknown as OpenStack["realServers"],
	smokeTests: [
		{
			name: "proof",
			connection: { address: "client" },
		} as OpenStack["smokeTests"][number],
	],
	smokeTestsToCome: [],
	hasOthers: false,
};
const wrong = (options: Parameters<typeof asked>[1]) => {
	try {
		asked(stack, options);
	} catch (error) {
		assert.ok(error instanceof DeclarationError);
		return error.message.split("\n").at(-1)?.trim();
	}
	return assert.fail("nothing is wrong");
};

suite("diagnose asks", () => {
	test("every service, from the client of the smoke test, and each machine once", () => {
		const { targets, machines, client } = asked(stack, {});
		assert.deepEqual(
			targets.map(({ key }) => key),
			[http, https],
		);
		assert.deepEqual(
			machines.map(({ name }) => name),
			["lb", "rs1"],
		);
		assert.equal(client?.connection.address, "client");
	});

	test("what is named: a service, a real server, and for how long", () => {
		const one = asked(stack, {
			service: http,
			realServer: "rs1",
			timeout: 3,
		});
		assert.deepEqual([one.only, one.connectSeconds], ["rs1", 3]);
		assert.deepEqual(
			one.targets.map(({ key }) => key),
			[http],
		);
		// rs2 is not set up by us, and is called by its address
		assert.equal(asked(stack, { realServer: "172.18.0.68" }).targets.length, 1);
	});

	suite("of two clusters whose machines have the same names", () => {
		const there = (
			component: string,
			host: DeployedHost,
			address: string,
		): DeployedHost => ({ ...host, component, connection: { address } });
		const checked: DeployedHost = {
			...lb,
			desired: {
				...lb.desired,
				checks: {
					"172.18.0.67:80/dr/http": {
						...{ realServer: "rs1", asks: "a connection", outSeconds: 6 },
						rules: [`${http} -r 172.18.0.67:80`],
					},
				},
			},
		};
		const directors = [checked, there("api", lb, "192.0.2.66")];
		const apart = (second: string): OpenStack => {
			const realServers = [rs1, there("api", rs1, second)];
			return {
				...stack,
				directors,
				realServers: realServers as unknown as OpenStack["realServers"],
				hosts: [...directors, ...realServers],
			};
		};
		const both = apart("192.0.2.67");

		test("each machine is looked at, and has a name of its own", () => {
			const { machines, targets } = asked(both, {});
			assert.deepEqual(
				machines.map(({ name, connection }) => `${name} ${connection.address}`),
				["web/lb lb", "web/rs1 rs1", "api/lb 192.0.2.66", "api/rs1 192.0.2.67"],
			);
			assert.deepEqual(
				targets.map(
					({ director, servers }) => `${director.name} ${servers[0]?.name}`,
				),
				[
					"web/lb web/rs1",
					"web/lb web/rs1",
					"api/lb api/rs1",
					"api/lb api/rs1",
				],
			);
			assert.deepEqual(
				Object.values(targets[0]?.director.desired.checks ?? {}).map(
					({ realServer }) => realServer,
				),
				["web/rs1"],
			);
		});

		test("but one machine that serves in both is one", () => {
			assert.deepEqual(
				asked(apart("rs1"), {}).machines.map(({ name }) => name),
				["web/lb", "rs1", "api/lb"],
			);
		});

		test("a name of two is refused, and an address or the component tells which is meant", () => {
			for (const options of [{ realServer: "rs1" }, { from: "rs1" }])
				assert.throws(() => asked(both, options), {
					name: "UsageError",
					message:
						"rs1 is the name of 2 machines here; name one by its address: rs1:22 (web/rs1), 192.0.2.67:22 (api/rs1)",
				});
			for (const realServer of ["192.0.2.67", "api/rs1"]) {
				const { only, targets } = asked(both, { realServer });
				assert.deepEqual(
					[only, new Set(targets.map(({ director }) => director.name))],
					["api/rs1", new Set(["api/lb"])],
				);
			}
			assert.deepEqual(asked(both, { from: "192.0.2.67" }).client?.connection, {
				address: "192.0.2.67",
			});
		});
	});

	for (const [from, connection] of [
		["rs1", { address: "rs1" }],
		["me@192.0.2.9", { address: "192.0.2.9", user: "me" }],
		["me@192.0.2.9:2222", { address: "192.0.2.9", user: "me", port: 2222 }],
		[
			"me@[2001:db8::9]:2222",
			{ address: "2001:db8::9", user: "me", port: 2222 },
		],
	] as const)
		test(`from ${from}`, () => {
			assert.deepEqual(asked(stack, { from }).client?.connection, connection);
		});

	test("nothing of a client that nobody names", () => {
		const { client, whyNoClient } = asked({ ...stack, smokeTests: [] }, {});
		assert.equal(client, undefined);
		assert.match(whyNoClient ?? "", /name a machine with --from$/);
	});

	test("and refuses names that there are not, with those that there are", () => {
		assert.equal(
			wrong({ service: "-t 172.18.0.70:81" }),
			`--service: no -t 172.18.0.70:81; did you mean "${http}"?; there are "${http}", "${https}"`,
		);
		assert.match(
			wrong({ realServer: "rs9" }) ?? "",
			/^--real-server: no rs9.*; there are "rs1", "172\.18\.0\.68"$/,
		);
		for (const from of [
			"rs9@192.0.2.9:ssh",
			"root@192.0.2.9:0",
			"root@192.0.2.9:99999",
			"root@192.0.2.900",
			"root@[2001:db8::zz]",
			"192.0.2.9",
		])
			assert.equal(
				wrong({ from }),
				`--from: no ${from}; there are "lb", "rs1", "user@address[:port]"`,
			);
	});
});
