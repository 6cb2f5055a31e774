import assert from "node:assert/strict";
import { test } from "node:test";
import {
	Cluster,
	Database,
	readBack,
	SmokeTest,
	WordPress,
} from "../../../src/index.ts";
import type { Desired } from "../../../src/model/desired.ts";
import { find, modes, register } from "./register.ts";

const realServers = {
	rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
};

function program() {
	const database = new Database("db", {
		server: { host: { address: "192.0.2.3" }, address: "172.18.0.69" },
		network: "172.18.0.0/24",
		databases: { shop: {} },
		replicas: realServers,
		settings: { port: "3307" },
	});
	const access = database.access("shop");
	new WordPress("blog", {
		realServers,
		url: "http://www.lab.test",
		database: access,
	});
	const cluster = new Cluster("web", {
		vip: "172.18.0.70",
		forwarding: "dr",
		directors: {
			lb: { host: { address: "192.0.2.1" }, address: "172.18.0.66" },
		},
		realServers,
		services: { mariadb: { tcp: 3307, scheduler: "rr" } },
	});
	new SmokeTest("reading", {
		cluster,
		from: { address: "192.0.2.9" },
		checks: [readBack({ service: "mariadb", database: access })],
	});
}

for (const mode of modes)
	test(`${mode}: the port of an engine's settings is told to its replicas, its applications and the check of its reading`, async () => {
		const registered = await register(mode, program);
		const texts = (name: string) =>
			Object.values((find(registered, name).desired as Desired).files)
				.map(({ content }) => content)
				.join("\n");
		assert.match(texts("db-rs1"), /^port=3307$/m);
		assert.match(texts("db-rs1"), /master_port = 3307,/);
		assert.match(texts("blog-rs1"), /'DB_HOST', '172\.18\.0\.69:3307'/);
		const [check] = find(registered, "reading-checks").checks as {
			readonly database: object;
		}[];
		assert.partialDeepStrictEqual(check?.database, {
			address: "172.18.0.69",
			port: 3307,
		});
	});
