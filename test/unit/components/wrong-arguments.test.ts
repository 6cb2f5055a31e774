import assert from "node:assert/strict";
import { test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import * as lvs from "../../../src/index.ts";
import { connection, declared } from "../model/declared.ts";
import { experiment } from "./program.ts";
import { register } from "./register.ts";

// Arguments that no type would let pass, as a program without types writes them: never a TypeError, never words of Pulumi's.

// biome-ignore lint/suspicious/noExplicitAny: the wrong ones have no type
type Wrong = any;

const { realServers } = declared();
const host = connection(2209);
const server = { host, address: "172.18.0.69" };
const url = "http://www.lab.test";
const database = {
	address: "172.18.0.69",
	database: "it",
	user: "it",
	password: "it",
};
const archive = { path: "/nowhere/it.zip", sha256: "0".repeat(64) };
const sites = { main: {} };
const aStore = () =>
	new lvs.SessionStore("sessions", { server, type: "redis" });
const aCluster = () => experiment().web;

const components = {
	Cluster: [lvs.Cluster, "cluster"],
	Database: [lvs.Database, "database"],
	Discuz: [lvs.Discuz, "Discuz!"],
	HostSetup: [lvs.HostSetup, "host set-up"],
	ObjectCache: [lvs.ObjectCache, "object cache"],
	SessionStore: [lvs.SessionStore, "session store"],
	SharedStorage: [lvs.SharedStorage, "shared storage"],
	SmokeTest: [lvs.SmokeTest, "smoke test"],
	Website: [lvs.Website, "website"],
	WordPress: [lvs.WordPress, "WordPress"],
} as const;

const wrong: readonly (readonly [
	string,
	keyof typeof components,
	() => unknown,
	string | readonly string[],
])[] = [
	// the whole
	...(
		[
			["Cluster", "vip, forwarding, directors, realServers and services"],
			["Database", "server, network and databases"],
			["Discuz", "realServers, url, database and archive"],
			["HostSetup", "hosts, and with packages, files or units"],
			["ObjectCache", "server"],
			["SessionStore", "server and type"],
			["SharedStorage", "server, realServers and directories"],
			["SmokeTest", "cluster, from and checks"],
			["Website", "realServers and sites"],
			["WordPress", "realServers, url and database"],
		] as const
	).flatMap(([kind, keys]) =>
		(
			[
				["nothing", undefined, `missing; write an object with ${keys}`],
				["null", null, `expected an object with ${keys}, got null`],
				["text", "web", `expected an object with ${keys}, got a string`],
				["a list", [], `expected an object with ${keys}, got a list`],
			] as const
		).map(
			([what, value, says]) =>
				[
					`${what} as arguments`,
					kind,
					() => value,
					`declaration: ${says}`,
				] as const,
		),
	),
	// a smoke test
	[
		"text as the cluster",
		"SmokeTest",
		() => ({ cluster: "web", from: host, checks: [] }),
		"cluster: expected a Cluster, got a string",
	],
	[
		"nothing but a word",
		"SmokeTest",
		() => ({ chekcs: [] }),
		[
			'declaration: unknown key "chekcs"; did you mean "checks"?',
			"cluster: missing; write a Cluster",
			'from: missing; write the connection of a host, like { address: "192.0.2.10" }',
			'checks: missing; write a list of checks like [spread({ service: "http" })]',
		],
	],
	[
		"another component as the cluster",
		"SmokeTest",
		() => ({ cluster: aStore(), from: host, checks: [] }),
		"cluster: expected a Cluster, got a SessionStore",
	],
	[
		"the function of a check, no service, no application",
		"SmokeTest",
		() => ({
			cluster: aCluster(),
			from: host,
			checks: [
				lvs.spread,
				{ kind: "spread", requests: 1 },
				lvs.article({ service: "http" } as Wrong),
				lvs.control("spread" as Wrong),
				lvs.readBack({ service: "http" } as Wrong),
				lvs.control(
					lvs.outage({ service: "http", event: "real-server stop", lost: 9 }),
				),
			],
		}),
		[
			'checks[0]: expected a check like spread({ service: "http" }), got a function',
			'checks[1].service: missing; write the name of a service like "http"',
			"checks[2].app: missing; write an application like `app` of a WordPress",
			'checks[3].of: expected a check like spread({ service: "http" }), got a string',
			'checks[4].database: missing; write the way to a database, like database.access("wordpress")',
			"checks[5].of: an outage is no control: one that could not begin would pass; declare what it may lose",
		],
	],
	// applications
	[
		"no database",
		"WordPress",
		() => ({ realServers, url, uploads: "elsewhere" }),
		'database: missing; write the way to a database, like database.access("wordpress")',
	],
	[
		"a Database for a way to it",
		"WordPress",
		() => ({
			realServers,
			url,
			uploads: "elsewhere",
			database: new lvs.Database("db", {
				server,
				network: "172.18.0.0/24",
				databases: { it: {} },
			}),
		}),
		'database: expected the way to a database, like database.access("wordpress"), got a Database',
	],
	[
		"what comes before as text, storage as text, a wrong key",
		"WordPress",
		() => ({
			realServers,
			url,
			database: { ...database, from: "db" },
			uploads: "files",
			keys: { AUTH_KY: "a", NONCE_KEY: 5 },
		}),
		[
			"database.from: expected a resource that comes before, got a string",
			"uploads: expected a SharedStorage, got a string",
			'keys: unknown key "AUTH_KY"; did you mean "AUTH_KEY"?',
			"keys.NONCE_KEY: expected a secret text, got 5",
		],
	],
	[
		"an archive as text",
		"WordPress",
		() => ({
			realServers,
			url,
			database,
			uploads: "elsewhere",
			archive: "it.zip",
		}),
		"archive: expected an object like { path, sha256 }, got a string",
	],
	[
		"an archive that comes later",
		"WordPress",
		() => ({
			realServers,
			url,
			database,
			uploads: "elsewhere",
			archive: { ...archive, path: pulumi.output("it.zip") },
		}),
		"archive.path: expected the path of a file, got a value that is not known yet",
	],
	[
		"objects in a store of sessions",
		"WordPress",
		() => ({
			realServers,
			url,
			database,
			uploads: "elsewhere",
			objects: aStore(),
		}),
		"objects: expected an ObjectCache, got a SessionStore",
	],
	[
		"no archive and no database",
		"Discuz",
		() => ({ realServers, url, data: aStore() }),
		[
			'database: missing; write the way to a database, like database.access("wordpress")',
			"archive: missing; write an object like { path, sha256 }",
			"data: expected a SharedStorage, got a SessionStore",
		],
	],
	[
		"an archive that is not there, beside another problem",
		"Discuz",
		() => ({ realServers, url: 5, database, data: "elsewhere", archive }),
		[
			'url: expected the address of the site, like "https://www.example.com" (lower case, no path), got 5',
			"archive.path: there is no file /nowhere/it.zip; write where the archive lies on this machine",
		],
	],
	[
		"a plug-in that is not there",
		"WordPress",
		() => ({
			realServers,
			url,
			database,
			uploads: "elsewhere",
			plugins: { mine: archive },
		}),
		"plugins.mine.path: there is no file /nowhere/it.zip; write where the archive lies on this machine",
	],
	// what all real servers must share
	[
		"no place for uploads",
		"WordPress",
		() => ({ realServers, url, database }),
		'uploads: missing: rs1 and rs2 would each have files of their own, and visitors would miss those of the others; declare a SharedStorage with /var/lib/wordpress/wp-content/uploads among its directories, or write "elsewhere" where you share it by other means',
	],
	[
		"storage that one real server was forgotten in",
		"WordPress",
		() => ({
			realServers,
			url,
			database,
			uploads: new lvs.SharedStorage("files", {
				server,
				realServers: { rs1: { host, address: "172.18.0.67" } },
				directories: { uploads: { path: lvs.WordPress.uploads } },
			}),
		}),
		"uploads: rs2 is no real server of this shared storage, which has rs1: files there would be missing on the others; name the same real servers in both",
	],
	[
		"storage of other directories",
		"WordPress",
		() => ({
			realServers,
			url,
			database,
			uploads: new lvs.SharedStorage("files", {
				server,
				realServers,
				directories: { pictures: { path: "/srv/pictures" } },
			}),
		}),
		"uploads: /var/lib/wordpress/wp-content/uploads is none of the directories of this shared storage, which has /srv/pictures; add it there",
	],
	// what is on machines
	[
		"no sites",
		"Website",
		() => ({ realServers }),
		"sites: missing; write an object of sites by name, like { main: { port: 80 } }",
	],
	[
		"a site that is a number, sessions that are text, PHP that is text",
		"Website",
		() => ({
			realServers,
			sites: { main: 80, shop: { port: 81, sessions: "redis" } },
			php: "8.2",
		}),
		[
			"sites.main: expected a site like { port: 8080 }, got 80",
			"php: expected an object with packages, settings or fpm, got a string",
			"sites.shop.sessions: expected a SessionStore, got a string",
		],
	],
	[
		"a real server that is a component",
		"Website",
		() => ({ realServers: { rs1: aCluster() }, sites }),
		'realServers.rs1: expected a real server like { host, address: "172.18.0.67" }, got a Cluster',
	],
	[
		"real servers that are a list",
		"SharedStorage",
		() => ({ server, realServers: [], directories: {} }),
		[
			'realServers: expected an object of real servers by name, like { rs1: { host, address: "172.18.0.67" } }, got a list',
			'directories: empty; declare at least one, like { uploads: { path: "/srv/uploads" } }',
		],
	],
	[
		"a server that is text",
		"Database",
		() => ({ server: "db", network: "172.18.0.0/24", databases: { it: {} } }),
		'server: expected a machine like { host, address: "172.18.0.69" }, got a string',
	],
	[
		"a type that comes later",
		"SessionStore",
		() => ({ server, type: pulumi.output("redis") }),
		"type: expected one of redis, memcached, got a value that is not known yet",
	],
];

for (const [what, kind, args, expected] of wrong)
	test(`${kind}: ${what}`, async () => {
		const problems = [expected].flat();
		const [component, subject] = components[kind];
		const message = await refused(() => {
			const given = args();
			new (component as Wrong)("it", given);
		});
		assert.equal(
			message,
			[
				`${subject} it: ${problems.length === 1 ? "1 problem" : `${problems.length} problems`}`,
				...problems.map((line) => `  ${line}`),
			].join("\n"),
		);
	});

test("a smoke test without a name", async () => {
	const message = await refused(
		() =>
			new lvs.SmokeTest(undefined as Wrong, {
				cluster: aCluster(),
				from: host,
				checks: [],
			}),
	);
	assert.equal(
		message,
		'smoke test without a name: 1 problem\n  name: missing; write the name of a smoke test like "spread"',
	);
});

test("a database that was not declared", async () => {
	const program = (name: unknown) => () =>
		new lvs.Database("db", {
			server,
			network: "172.18.0.0/24",
			databases: { shop: {} },
		}).access(name as string);
	assert.equal(
		await refused(program("shp")),
		'database db: 1 problem\n  access: no database "shp" is declared; did you mean "shop"?',
	);
	assert.equal(
		await refused(program(undefined)),
		"database db: 1 problem\n  access: missing; write the name of a database",
	);
});

test("lists that come later as a whole are taken", async () => {
	const { resources } = await register("update", () => {
		new lvs.Website("sites", {
			realServers,
			sites: {
				main: {
					serverName: "a.test",
					php: true,
					aliases: pulumi.output(["b.test"]) as Wrong,
				},
			},
			php: { packages: pulumi.output(["php-gd"]) as Wrong },
		});
	});
	assert.ok(resources.some(({ name }) => name === "sites-rs1"));
});

async function refused(program: () => unknown): Promise<string> {
	let message = "";
	await register("preview", () => {
		assert.throws(program, (error: Error) => {
			assert.ok(error instanceof pulumi.RunError, String(error.stack));
			message = error.message;
			return true;
		});
	});
	return message;
}
