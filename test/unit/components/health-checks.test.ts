import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import {
	Cluster,
	Database,
	Discuz,
	type HealthCheck,
	SessionStore,
	Website,
	WordPress,
} from "../../../src/index.ts";
import type { Desired } from "../../../src/model/desired.ts";
import { find, modes, register } from "./register.ts";

const host = { address: "192.0.2.2" };
const realServers = { rs1: { host, address: "172.18.0.67" } };
const server = { host: { address: "192.0.2.3" }, address: "172.18.0.69" };

function clusterWith(check: HealthCheck, ports: object) {
	new Cluster("web", {
		vip: "172.18.0.70",
		forwarding: "dr",
		directors: {
			lb: { host: { address: "192.0.2.1" }, address: "172.18.0.66" },
		},
		realServers,
		services: { it: { ...(ports as { tcp: 80 }), check } },
	});
}

const aWebsite = () =>
	new Website("sites", {
		realServers,
		sites: {
			main: {},
			shop: { port: 8080, serverName: "shop.lab.test" },
		},
	});

const aDatabase = () =>
	new Database("db", {
		server,
		network: "172.18.0.0/24",
		databases: { it: {} },
		replicas: realServers,
		lagPort: 9336,
	});

/** Any file will do, as no host is touched. */
const anArchive = () => ({
	path: import.meta.filename,
	sha256: createHash("sha256")
		.update(readFileSync(import.meta.filename))
		.digest("hex"),
});

/** What stands behind the cluster -> its check, the port of the service, and what a real server is asked. */
const checks: Readonly<
	Record<string, readonly [() => HealthCheck, number, string]>
> = {
	"a site": [
		() => aWebsite().check("shop"),
		8080,
		"GET http://172.18.0.70:8080/ as shop.lab.test: 200",
	],
	"WordPress, at another pace": [
		() => ({
			...new WordPress("blog", {
				realServers,
				url: "http://www.lab.test:81",
				database: aDatabase().access("it"),
			}).check(),
			everySeconds: 7,
		}),
		81,
		"GET http://172.18.0.70:81/wp-login.php as www.lab.test: 200, 301",
	],
	"Discuz!": [
		() =>
			new Discuz("bbs", {
				realServers,
				url: "http://bbs.lab.test",
				database: aDatabase().access("it"),
				archive: anArchive(),
			}).check(),
		80,
		'GET http://172.18.0.70:80/member.php?mod=logging&action=login as bbs.lab.test: 200, with "formhash"',
	],
	replicas: [
		() => aDatabase().check(),
		3306,
		"GET http://172.18.0.70:9336/lag/10: 200",
	],
	"replicas that may be less behind": [
		() => aDatabase().check({ maxLagSeconds: 0 }),
		3306,
		"GET http://172.18.0.70:9336/lag/0: 200",
	],
	redis: [
		() => new SessionStore("redis", { server, type: "redis" }).check(),
		6379,
		'"PING\\r\\n" to 172.18.0.70:6379: "-NOAUTH"',
	],
	memcached: [
		() =>
			new SessionStore("memcached", {
				server,
				type: "memcached",
				port: 11212,
			}).check(),
		11212,
		'"version\\r\\n" to 172.18.0.70:11212: "VERSION "',
	],
};

for (const mode of modes)
	for (const [what, [check, port, asks]] of Object.entries(checks))
		test(`${mode}: the check of ${what}`, async () => {
			const registered = await register(mode, () =>
				clusterWith(check(), { tcp: port }),
			);
			const { checks: found } = find(registered, "web-lb").desired as Desired;
			assert.deepEqual(
				Object.values(found ?? {}).map((each) => each.asks),
				[asks],
			);
		});

test("a mark joins ports, and the port that is asked is the site's", async () => {
	const registered = await register("update", () =>
		clusterWith(aWebsite().check("shop"), { fwmark: 7, tcp: [80, 8080] }),
	);
	const { checks: found = {} } = find(registered, "web-lb").desired as Desired;
	assert.deepEqual(Object.keys(found), ["172.18.0.67:8080/dr/http"]);
});

const refused: readonly (readonly [() => unknown, string])[] = [
	[
		() => aWebsite().check("shp"),
		'website sites: 1 problem\n  check: no site "shp" is declared; did you mean "shop"?',
	],
	[
		() => aWebsite().check(),
		"website sites: 1 problem\n  check: missing; write the name of a site",
	],
	[
		() => aDatabase().check({ maxLagSeconds: -1 }),
		"database db: 1 problem\n  check.maxLagSeconds: expected a whole number from 0 to 86400, got -1",
	],
	[
		() =>
			new Database("db", {
				server,
				network: "172.18.0.0/24",
				databases: { it: {} },
				replicas: realServers,
			}).check(),
		"database db: 1 problem\n  check: no replica tells how far it is behind; declare a port for it beside `replicas`, like `lagPort: 9336`",
	],
];

for (const [program, message] of refused)
	test(`refused: ${message.split("\n")[1]?.trim()}`, async () => {
		await register("preview", () => {
			assert.throws(program, (error: Error) => {
				assert.ok(error instanceof pulumi.RunError, String(error.stack));
				assert.equal(error.message, message);
				return true;
			});
		});
	});
