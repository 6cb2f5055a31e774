import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { Cluster, Database, WordPress } from "../../../src/index.ts";
import type { Desired } from "../../../src/model/desired.ts";
import { find, modes, register } from "./register.ts";

const machine = (number: number) => ({
	host: { address: `192.0.2.${number}` },
	address: `172.18.0.${number}`,
});

// biome-ignore lint/suspicious/noExplicitAny: the wrong ones have no type
type Wrong = any;

/** A blog that reads from the replicas db1 and db2 by the VIP 172.18.0.71, with parts that a test may change. */
function program({
	database = {},
	cluster = {},
	service = {},
	reads = {},
	realServers = { rs1: machine(67) } as object,
}: Wrong = {}) {
	const db = new Database("db", {
		server: machine(69),
		network: "172.18.0.0/24",
		databases: { blog: {} },
		replicas: { db1: machine(72), db2: machine(73) },
		lagPort: 9336,
		...database,
	});
	const reading = new Cluster("reading", {
		vip: "172.18.0.71",
		forwarding: "dr",
		directors: { lb: machine(66) },
		realServers: { db1: machine(72), db2: machine(73) },
		services: {
			mariadb: {
				tcp: 3306,
				scheduler: "rr",
				...("lagPort" in database ? {} : { check: db.check() }),
				...service,
			},
			all: { tcp: "all", persistence: { seconds: 60 } },
		},
		...cluster,
	});
	new WordPress("blog", {
		realServers,
		url: "http://www.lab.test",
		uploads: "elsewhere",
		database: db.access("blog", {
			reads: { cluster: reading, service: "mariadb", ...reads },
		}),
	});
}

const configOf = async (mode: (typeof modes)[number], changes?: Wrong) => {
	const registered = await register(mode, () => program(changes));
	const { files } = find(registered, "blog-rs1").desired as Desired;
	return files["/etc/wordpress/config-lvs-blog.php"]?.content ?? "";
};

describe("where WordPress reads", () => {
	for (const mode of modes) {
		test(`${mode}: is the VIP of the replicas' service`, async () => {
			assert.match(
				await configOf(mode),
				/'LVS_READS', '172\.18\.0\.71:3306'\);\ndefine\('LVS_OWN_WRITES', 30\)/,
			);
		});

		test(`${mode}: also where it is not known at once`, async () => {
			assert.match(
				await configOf(mode, {
					cluster: { vip: pulumi.output("172.18.0.71") },
					reads: { ownWritesSeconds: 11 },
				}),
				/'LVS_READS', '172\.18\.0\.71:3306'\);\ndefine\('LVS_OWN_WRITES', 11\)/,
			);
		});
	}

	test("may be a replica by fullnat, whoever asks", async () => {
		assert.match(
			await configOf("update", {
				cluster: { forwarding: "fullnat" },
				realServers: { rs1: machine(72) },
			}),
			/172\.18\.0\.71/,
		);
	});
});

const db = "database db: 1 problem\n  access.reads";
const wrong: Readonly<Record<string, readonly [Wrong, string]>> = {
	"no replicas": [
		{ database: { replicas: undefined, lagPort: undefined } },
		`${db}: this database has no replicas, so there is nothing else to read from; declare \`replicas\`, or leave this out`,
	],
	"what is no cluster": [
		{ reads: { cluster: "reading" } },
		`${db}.cluster: expected a Cluster, got a string`,
	],
	"no service": [
		{ reads: { service: undefined } },
		`${db}.service: missing; write the name of a service like "mariadb"`,
	],
	"another service": [
		{ reads: { service: "mariadbs" } },
		`${db}.service: cluster reading has no service "mariadbs"; did you mean "mariadb"?`,
	],
	"a service that is no port": [
		{ reads: { service: "all" } },
		`${db}.service: all of cluster reading is not one TCP port; name the service of the replicas' port`,
	],
	"another word": [
		{ reads: { servce: "mariadb" } },
		`${db}: unknown key "servce"; did you mean "service"?`,
	],
	"seconds that are none": [
		{ reads: { ownWritesSeconds: -1 } },
		`${db}.ownWritesSeconds: expected a whole number from 0 to 3600, got -1`,
	],
	"seconds within which a replica may lack what was written": [
		{ reads: { ownWritesSeconds: 10 } },
		`${db}.ownWritesSeconds: 10, and by the check of this service a replica may be 10 seconds behind: visitors would then miss what they wrote; write more than 10, or a smaller maxLagSeconds`,
	],
	"real servers with other data": [
		{
			cluster: { realServers: { db1: machine(72), rs9: machine(79) } },
			// by the database's own check the cluster would be refused before
			service: { check: { tcp: true } },
		},
		`${db}.service: rs9 (172.18.0.79) of cluster reading is no replica of database db, whose replicas are db1 (172.18.0.72), db2 (172.18.0.73): readers would get other data there; name a service that has only these replicas`,
	],
	"another port": [
		{ service: { tcp: 3307 } },
		`${db}.service: mariadb asks its real servers at port 3307, and the engines listen at 3306; let the service lead there`,
	],
	"a real server that is a replica": [
		{ realServers: { rs1: machine(72) } },
		"WordPress blog: 1 problem\n  realServers.rs1.address: 172.18.0.72 is a machine of the service at 172.18.0.71 in database.reads itself: LVS cannot hand on what it asks there",
	],
	"a real server that is the director": [
		{
			cluster: { forwarding: "fullnat" },
			realServers: { rs1: machine(66) },
		},
		"WordPress blog: 1 problem\n  realServers.rs1.address: 172.18.0.66 is a machine of the service",
	],
};

describe("reading that is refused before anything is registered of who would read", () => {
	for (const [what, [changes, message]] of Object.entries(wrong))
		test(what, async () => {
			await assert.rejects(
				register("preview", () => program(changes)),
				(error: Error) =>
					error.message.startsWith(message) ||
					assert.fail(`${error.message}\n  is not\n${message}`),
			);
		});
});
