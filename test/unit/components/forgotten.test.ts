import assert from "node:assert/strict";
import { mock, suite, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import {
	Cluster,
	type ClusterArgs,
	control,
	Database,
	type HealthCheck,
	SmokeTest,
	session,
	Website,
	WordPress,
} from "../../../src/index.ts";
import { connection } from "../model/declared.ts";
import { modes, register } from "./register.ts";

const rs1 = { host: connection(2202), address: "172.18.0.67" };
const rs2 = { host: connection(2203), address: "172.18.0.68" };
const rs3 = { host: connection(2204), address: "172.18.0.77" };
const server = { host: connection(2205), address: "172.18.0.69" };

const cluster = (
	realServers: ClusterArgs["realServers"],
	check: HealthCheck | undefined,
	more: object = {},
) =>
	new Cluster("web", {
		vip: "172.18.0.70",
		forwarding: "dr",
		directors: { lb: { host: connection(2201), address: "172.18.0.66" } },
		realServers,
		services: {
			http: {
				tcp: 80,
				...(check === undefined ? {} : { check }),
				...more,
			},
		},
	});
const sites = (realServers: object, name = "sites") =>
	new Website(name, {
		realServers: realServers as { rs1: typeof rs1 },
		sites: { main: {} },
	});
const blog = (realServers: object, url = "http://www.lab.test") =>
	new WordPress("blog", {
		realServers: realServers as { rs1: typeof rs1 },
		url,
		database: {
			address: "172.18.0.69",
			database: "it",
			user: "it",
			password: "secret",
		},
		uploads: "elsewhere",
	});
const proof = (web: Cluster, app: WordPress["app"], asControl = false) => {
	const check = session({ service: "http", app });
	new SmokeTest("proof", {
		cluster: web,
		from: connection(2206),
		checks: [asControl ? control(check) : check],
	});
};

const forgotten = (on: string, by = "website sites") =>
	`services.http.check: rs3 gets clients of http, and ${by} is set up on ${on} alone; add rs3 there too. Or write services.http.realServers.rs3: { serves: false }; or, where others set it up on rs3, write the check by hand`;

/** Programs, each with what is said of the component that is refused. */
const programs: Readonly<Record<string, readonly [() => void, string?]>> = {
	"all real servers in both": [
		() => cluster({ rs1, rs2 }, sites({ rs1, rs2 }).check()),
	],
	"a site that was forgotten on one": [
		() => cluster({ rs1, rs2, rs3 }, sites({ rs1, rs2 }).check()),
		forgotten("rs1, rs2"),
	],
	"the same, where the check is written over": [
		() => cluster({ rs1, rs3 }, { ...sites({ rs1 }).check(), everySeconds: 3 }),
		forgotten("rs1"),
	],
	"an application that was forgotten on one": [
		() => cluster({ rs1, rs3 }, blog({ rs1 }).check()),
		forgotten("rs1", "WordPress blog"),
	],
	"an application whose address is the VIP": [
		() => {
			blog({ rs1 }, "http://172.18.0.70");
			cluster({ rs1, rs3 }, undefined);
		},
		"services.http: rs3 gets clients of http, and WordPress blog is set up on rs1 alone; add rs3 there too. Or write services.http.realServers.rs3: { serves: false }",
	],
	"the same, where the check was written by hand": [
		() => {
			blog({ rs1 }, "http://172.18.0.70");
			cluster({ rs1, rs3 }, { http: "/" });
		},
	],
	"an application at another port of the VIP": [
		() => {
			blog({ rs1 }, "http://172.18.0.70:81");
			cluster({ rs1, rs3 }, undefined);
		},
	],
	"a replica that is none": [
		() =>
			cluster(
				{ rs1, rs3 },
				new Database("db", {
					server,
					network: "172.18.0.0/24",
					databases: { it: {} },
					replicas: { rs1 },
					lagPort: 9336,
				}).check(),
			),
		forgotten("rs1", "database db"),
	],
	"one to which this service sends nobody": [
		() =>
			cluster({ rs1, rs3 }, sites({ rs1 }).check(), {
				realServers: { rs3: { serves: false } },
			}),
	],
	"one that says sorry": [
		() => cluster({ rs1, rs3 }, sites({ rs1 }).check(), { sorry: "rs3" }),
	],
	"one without a host, which is somebody else's": [
		() =>
			cluster(
				{ rs1, rs3: { address: "172.18.0.77" } },
				sites({ rs1 }).check(),
				{ forwarding: "fullnat" },
			),
	],
	"one that has another name there": [
		() => cluster({ rs1, rs3 }, sites({ rs1, third: rs3 }).check()),
	],
	"one that another website has": [
		() => {
			sites({ rs3 }, "more");
			cluster({ rs1, rs3 }, sites({ rs1 }).check());
		},
	],
	"a check that was written by hand": [
		() => {
			sites({ rs1 });
			cluster({ rs1, rs3 }, { http: "/" });
		},
	],
	"an application that a smoke test uses through them": [
		() => {
			const { app } = blog({ rs1 });
			proof(cluster({ rs1, rs3 }, undefined), app);
		},
		"checks[0].app: rs3 gets clients of this service, and WordPress blog is set up on rs1 alone; add rs3 there too, or take it out of the service",
	],
	"a control, which is to fail": [
		() => {
			const { app } = blog({ rs1 });
			proof(cluster({ rs1, rs3 }, undefined), app, true);
		},
	],
};

suite("a real server of a service that a component was forgotten on", () => {
	for (const [name, [program, expected]] of Object.entries(programs))
		for (const mode of modes)
			test(`${name}, in ${mode}`, async () => {
				const run = register(mode, program);
				if (expected === undefined) {
					await run;
					return;
				}
				await assert.rejects(run, (error) => {
					assert.ok(pulumi.RunError.isInstance(error));
					assert.deepEqual(error.message.split("\n  ").slice(1), [expected]);
					return true;
				});
			});

	test("a real server that gets no clients yet, or no longer, is reported", async () => {
		const warn = mock.method(pulumi.log, "warn", async () => {});
		try {
			await register("update", () =>
				cluster({ rs1 }, sites({ rs1, rs3 }).check()),
			);
			assert.deepEqual(
				warn.mock.calls.map(({ arguments: [text] }) => text),
				[
					"cluster web: services.http.check: website sites is set up on rs3 too, to which this cluster sends nobody",
				],
			);
		} finally {
			warn.mock.restore();
		}
	});
});
