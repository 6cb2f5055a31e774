import fc from "fast-check";
import type { Cluster } from "../../../src/model/cluster.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import { databaseDoor } from "../../../src/model/database.ts";
import type { Desired, Role } from "../../../src/model/desired.ts";
import { discuzDoor } from "../../../src/model/discuz.ts";
import type { Door } from "../../../src/model/door.ts";
import type { FilesPlace } from "../../../src/model/files-place.ts";
import { objectCacheDoor } from "../../../src/model/object-cache.ts";
import { sessionStoreDoor } from "../../../src/model/session-store.ts";
import { setupDoor } from "../../../src/model/setup.ts";
import { storageDoor } from "../../../src/model/storage.ts";
import { websiteDoor } from "../../../src/model/website.ts";
import { withheld } from "../../../src/model/withheld.ts";
import { wordPressDoor } from "../../../src/model/wordpress.ts";
import { renderDatabase } from "../../../src/render/database.ts";
import { renderDirector } from "../../../src/render/director.ts";
import { renderDiscuz, renderDiscuzSite } from "../../../src/render/discuz.ts";
import { renderObjectCache } from "../../../src/render/object-cache.ts";
import { renderRealServer } from "../../../src/render/real-server.ts";
import { renderReplica } from "../../../src/render/replica.ts";
import { renderSessionStore } from "../../../src/render/session-store.ts";
import { renderSetup } from "../../../src/render/setup.ts";
import { renderStorageServer } from "../../../src/render/storage.ts";
import { renderStorageMount } from "../../../src/render/storage-mount.ts";
import { renderWebsite } from "../../../src/render/website.ts";
import { renderWordPress } from "../../../src/render/wordpress.ts";
import { renderWordPressSite } from "../../../src/render/wordpress-site.ts";
import { anyDeclaration } from "../model/any-declaration.ts";

// Small declarations of a cluster and of everything that stands beside one, each through its door and its renderer. Keys and values are few, so that
// two declarations often have the same thing in two states.

const host = (last: number) => ({
	host: { address: `192.0.2.${last}` },
	address: `172.18.0.${last + 65}`,
});
const both = { rs1: host(2), rs2: host(3) };
const server = host(4);
/** rs1, and rs2 or not. */
const realServers = fc.constantFrom({ rs1: both.rs1 }, both);

const some = <Value>(values: readonly Value[]) => fc.subarray([...values]);
/** Things by name, at least one. */
const named = <Value>(
	names: readonly string[],
	value: fc.Arbitrary<Value>,
	minKeys = 1,
) => fc.dictionary(fc.constantFrom(...names), value, { minKeys });
/** The first key always, and any of the others. */
const record = (
	always: Record<string, fc.Arbitrary<unknown>>,
	perhaps: Record<string, fc.Arbitrary<unknown>>,
) =>
	fc.record({ ...always, ...perhaps }, { requiredKeys: Object.keys(always) });

const unit = fc.constantFrom("tools", "nightly.timer");
const setup = record(
	{ hosts: fc.constant({ rs1: both.rs1.host }) },
	{
		packages: some(["mc", "tmux"]),
		files: named(
			["/etc/motd", "/etc/tools.conf", "/etc/tools/more.conf"],
			record(
				{ content: fc.constantFrom("one\n", "a @php@ of the user's\n") },
				{
					mode: fc.constantFrom("600", "755"),
					owner: fc.constantFrom("root:root", "root:www-data"),
					reloads: unit,
					restarts: unit,
				},
			),
			0,
		),
		units: some(["tools", "nightly.timer"]),
	},
);

const phpSettings = fc.constant({ "session.save_path": "/srv/sessions" });
const sessions = fc.constantFrom("redis", "memcached").map((type) => ({
	name: "sessions",
	type,
	address: server.address,
	port: 6379,
	lockSeconds: 120,
}));
const website = record(
	{
		realServers,
		sites: named(
			["main", "shop", "safe"],
			fc
				.tuple(
					record(
						{},
						{
							port: fc.constantFrom(80, 8080, 8443),
							serverName: fc.constantFrom("one.lab.test", "two.lab.test"),
							aliases: fc.constant(["www.lab.test"]),
							root: fc.constantFrom("/www/one", "/srv/two"),
							files: named(
								["index.html", "css/main.css"],
								fc.constantFrom("<h1>{{realServer}}</h1>", "other"),
								0,
							),
							tls: fc.constant({ certificate: "PEM", key: withheld }),
						},
					),
					fc.oneof(
						fc.constant({}),
						record(
							{ php: fc.constant(true) },
							{ phpSettings: fc.oneof(phpSettings, fc.constant({})) },
						),
						record({ php: fc.constant(true), sessions }, {}),
					),
				)
				.map(([site, php]) => ({ ...site, ...php })),
		),
	},
	{
		header: fc.constantFrom(false as const, "X-Served-By"),
		php: record(
			{},
			{
				packages: some(["php-gd", "php-xml"]),
				settings: fc.constantFrom(
					{ memory_limit: "64M" },
					{ memory_limit: "128M", allow_url_fopen: "0" },
				),
				fpm: fc.constantFrom(true, { workers: 40 }),
			},
		),
	},
).map(({ php, ...website }) =>
	// without a site that has PHP it would have no effect
	JSON.stringify(website.sites).includes('"php":true')
		? { ...website, ...(php === undefined ? {} : { php }) }
		: website,
);

const storage = record(
	{
		server: fc.constant(server),
		realServers,
		directories: named(
			["uploads", "texts"],
			fc.constantFrom("/srv/a", "/srv/b", "/srv/b-c").map((path) => ({ path })),
		),
	},
	{ deleteData: fc.boolean() },
);

const databases = {
	server: fc.constant(server),
	network: fc.constantFrom("172.18.0.0/24", "172.18.0.0/16"),
	databases: named(
		["shop", "blog"],
		record(
			{},
			{
				user: fc.constant("app"),
				privileges: fc.constantFrom(["SELECT"], ["INSERT", "TRIGGER"]),
			},
		),
	),
};
const whereTheyLie = {
	dataDirectory: fc.constant("/srv/mysql"),
	deleteData: fc.boolean(),
};
const settings = fc.constantFrom(
	{ port: "3307" },
	{ innodb_buffer_pool_size: "64M" },
);
const copied = record(
	{ ...databases, replicas: realServers },
	{ ...whereTheyLie, settings, lagPort: fc.constantFrom(9336, 9337) },
);
/** In an engine of their own, one with copies, or one that is its owner's. */
const database = fc.oneof(
	record(databases, { ...whereTheyLie, settings }),
	copied,
	record(
		{ ...databases, sharedEngine: fc.constant(true) },
		{ ...whereTheyLie, settings: fc.constant({ port: "3307" }) },
	),
);

const sessionStore = record(
	{
		server: fc.constant(server),
		type: fc.constantFrom("redis", "memcached"),
	},
	{ port: fc.constant(7000), megabytes: fc.constantFrom(32, 128) },
);

const objectCache = record(
	{ server: fc.constant(server) },
	{ port: fc.constant(7001), megabytes: fc.constantFrom(32, 128) },
);

const archive = fc
	.tuple(
		fc.constantFrom("/srv/it.tar.gz", "/srv/it.zip"),
		fc.constantFrom("a", "b"),
	)
	.map(([path, digit]) => ({ path, sha256: digit.repeat(64) }));
const urls = ["http://www.lab.test", "http://lab.test:8080"] as const;
const certificate = { certificate: "PEM", key: withheld };
/** By HTTPS now and then, with a certificate. */
const secured = (declared: fc.Arbitrary<Record<string, unknown>>) =>
	fc.oneof(
		{ weight: 3, arbitrary: declared },
		{
			weight: 1,
			arbitrary: declared.map((plain) => ({
				...plain,
				url: "https://www.lab.test",
				tls: certificate,
			})),
		},
	);
const application = {
	realServers,
	url: fc.constantFrom(...urls),
	database: fc.constantFrom("one", "two").map((database) => ({
		address: server.address,
		database,
		user: "it",
		password: withheld,
	})),
};
const administrator = fc.constant({ user: "root" });
const phpFpm = fc.constantFrom(false, true, { workers: 40 });
const reads = record(
	{ address: fc.constant("172.18.0.71") },
	{
		port: fc.constant(3307),
		ownWritesSeconds: fc.constantFrom(0, 60),
		machines: fc.constant(["172.18.0.72"]),
	},
);
const objects = fc.constant({
	name: "objects",
	address: server.address,
	port: 6380,
});
const mail = fc.constantFrom(
	{ host: "smtp.lab.test" },
	{ host: "smtp.lab.test", user: "blog", password: withheld },
);
const extensions = named(["editor", "shop"], archive);
const wordPress = fc
	.tuple(
		record(application, {
			archive,
			plugins: extensions,
			themes: extensions,
			settings: fc.constantFrom(
				{ WP_MEMORY_LIMIT: "128M" },
				{ WP_MEMORY_LIMIT: "64M", WP_POST_REVISIONS: 5 },
			),
			phpFpm,
			title: fc.constant("A title"),
			administrator,
			callsOut: fc.boolean(),
		}),
		// what pages read from replicas they do not keep
		fc.oneof(record({}, { reads }), record({}, { objects })),
		// whoever registers gets a mail, or proves nothing
		fc.oneof(
			record({}, { mail, registration: fc.constant("with-password") }),
			record({ mail, registration: fc.constant(true) }, {}),
		),
	)
	.map(([site, { reads, ...objects }, visitors]) => ({
		...site,
		...objects,
		...visitors,
		database: {
			...(site.database as object),
			...(reads === undefined ? {} : { reads }),
		},
	}));
const discuz = record(
	{ ...application, archive },
	{
		administrator,
		phpFpm,
		readFrom: fc.constant("172.18.0.71"),
		unguarded: fc.boolean(),
	},
);

const place = fc.constantFrom<FilesPlace>("here", "storage", "elsewhere");

/** Role -> what its host may be asked to have, in the names of no family. */
export const arbitraryDesired: Readonly<Record<Role, fc.Arbitrary<Desired>>> = {
	director: ofCluster("directors", "172.18.0.66", renderDirector),
	"real-server": ofCluster("realServers", "172.18.0.67", renderRealServer),
	setup: through(setupDoor, setup).map(renderSetup),
	website: through(websiteDoor, website).map((model) =>
		renderWebsite(model, { name: "rs1" }),
	),
	storage: through(storageDoor, storage).map(renderStorageServer),
	mount: through(storageDoor, storage).map(renderStorageMount),
	database: through(databaseDoor, database).map(renderDatabase),
	replica: through(databaseDoor, copied).map((model) =>
		renderReplica(model, model.replicas[0] ?? model.server),
	),
	"session-store": through(sessionStoreDoor, sessionStore).map(
		renderSessionStore,
	),
	"object-cache": through(objectCacheDoor, objectCache).map(renderObjectCache),
	wordpress: fc
		.tuple(through(wordPressDoor, secured(wordPress)), place)
		.map(([model, uploads]) =>
			renderWordPress(model, { realServer: "rs1", uploads }),
		),
	"wordpress-site": fc
		.tuple(through(wordPressDoor, secured(wordPress)), place)
		.map(([model, uploads]) => renderWordPressSite(model, uploads)),
	discuz: fc
		.tuple(through(discuzDoor, secured(discuz)), place)
		.map(([model, data]) => renderDiscuz(model, { realServer: "rs1", data })),
	"discuz-site": fc
		.tuple(through(discuzDoor, secured(discuz)), place)
		.map(([model, data]) => renderDiscuzSite(model, data)),
};

/** One host of any cluster that has it, known by its address. */
function ofCluster<Kind extends "directors" | "realServers">(
	kind: Kind,
	address: string,
	render: (cluster: Cluster, host: Cluster[Kind][number]) => Desired,
): fc.Arbitrary<Desired> {
	return anyDeclaration
		.map((declared) => clusterDoor.parse("web", declared))
		.map((cluster) => ({
			cluster,
			host: (cluster[kind] as readonly Cluster[Kind][number][]).find(
				(each) => each.address === address,
			),
		}))
		.filter(({ host }) => host !== undefined)
		.map(({ cluster, host }) => render(cluster, host as Cluster[Kind][number]));
}

/** The models of those declarations that the door lets in. */
function through<Model>(
	door: Door<Model>,
	declaration: fc.Arbitrary<unknown>,
): fc.Arbitrary<Model> {
	return declaration
		.filter((declared) => door.check("web", declared).length === 0)
		.map((declared) => door.parse("web", declared));
}
