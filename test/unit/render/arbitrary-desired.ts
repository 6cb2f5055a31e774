import fc from "fast-check";
import { databaseDoor } from "../../../src/model/database.ts";
import type { Desired, Role } from "../../../src/model/desired.ts";
import { discuzDoor } from "../../../src/model/discuz.ts";
import type { Door } from "../../../src/model/door.ts";
import { objectCacheDoor } from "../../../src/model/object-cache.ts";
import { sessionStoreDoor } from "../../../src/model/session-store.ts";
import { setupDoor } from "../../../src/model/setup.ts";
import { storageDoor } from "../../../src/model/storage.ts";
import { websiteDoor } from "../../../src/model/website.ts";
import { withheld } from "../../../src/model/withheld.ts";
import { wordPressDoor } from "../../../src/model/wordpress.ts";
import { renderDatabase } from "../../../src/render/database.ts";
import { renderDiscuz, renderDiscuzSite } from "../../../src/render/discuz.ts";
import { renderObjectCache } from "../../../src/render/object-cache.ts";
import { renderReplica } from "../../../src/render/replica.ts";
import { renderSessionStore } from "../../../src/render/session-store.ts";
import { renderSetup } from "../../../src/render/setup.ts";
import {
	renderStorageMount,
	renderStorageServer,
} from "../../../src/render/storage.ts";
import { renderWebsite } from "../../../src/render/website.ts";
import {
	renderWordPress,
	renderWordPressSite,
} from "../../../src/render/wordpress.ts";

// Small declarations of everything that stands beside a cluster, each through its door and its renderer. Keys and values are few, so that
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

const website = record(
	{
		realServers,
		sites: named(
			["main", "shop", "safe"],
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
					php: fc.boolean(),
					phpSettings: fc.constant({ "session.save_path": "/srv/sessions" }),
					tls: fc.constant({ certificate: "PEM", key: withheld }),
				},
			),
		),
	},
	{
		header: fc.constantFrom(false as const, "X-Served-By"),
		php: record({}, { packages: some(["php-gd", "php-xml"]) }),
	},
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

const database = record(
	{
		server: fc.constant(server),
		network: fc.constantFrom("172.18.0.0/24", "172.18.0.0/16"),
		databases: named(
			["shop", "blog"],
			record({}, { user: fc.constant("app") }),
		),
	},
	{
		replicas: realServers,
		dataDirectory: fc.constant("/srv/mysql"),
		settings: fc.constantFrom(
			{ port: "3307" },
			{ innodb_buffer_pool_size: "64M" },
		),
		deleteData: fc.boolean(),
	},
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
const application = {
	realServers,
	url: fc.constantFrom("http://www.lab.test", "http://lab.test:8080"),
	database: fc.constantFrom("one", "two").map((database) => ({
		address: server.address,
		database,
		user: "it",
		password: withheld,
	})),
};
const administrator = fc.constant({ user: "root" });
const reads = record(
	{ address: fc.constant("172.18.0.71") },
	{
		port: fc.constant(3307),
		ownWritesSeconds: fc.constantFrom(0, 60),
		machines: fc.constant(["172.18.0.72"]),
	},
);
const reading = {
	...application,
	database: fc
		.tuple(application.database, fc.option(reads, { nil: undefined }))
		.map(([database, reads]) => ({
			...database,
			...(reads === undefined ? {} : { reads }),
		})),
};
const wordPress = record(reading, {
	archive,
	title: fc.constant("A title"),
	objects: fc.constant({
		name: "objects",
		address: server.address,
		port: 6380,
	}),
	administrator,
	registration: fc.constantFrom(true, "with-password"),
	callsOut: fc.boolean(),
});
const discuz = record(
	{ ...application, archive },
	{
		administrator,
		readFrom: fc.constant("172.18.0.71"),
		unguarded: fc.boolean(),
	},
);

/** Role -> what its host may be asked to have, in the names of no family. */
export const arbitraryDesired: Readonly<
	Record<Exclude<Role, "director" | "real-server">, fc.Arbitrary<Desired>>
> = {
	setup: through(setupDoor, setup).map(renderSetup),
	website: through(websiteDoor, website).map((model) =>
		renderWebsite(model, { name: "rs1" }),
	),
	storage: through(storageDoor, storage).map(renderStorageServer),
	mount: through(storageDoor, storage).map(renderStorageMount),
	database: through(databaseDoor, database).map(renderDatabase),
	replica: through(databaseDoor, database)
		.filter(({ replicas }) => replicas.length > 0)
		.map((model) => renderReplica(model, model.replicas[0] ?? model.server)),
	"session-store": through(sessionStoreDoor, sessionStore).map(
		renderSessionStore,
	),
	"object-cache": through(objectCacheDoor, objectCache).map(renderObjectCache),
	wordpress: fc
		.tuple(through(wordPressDoor, wordPress), fc.boolean())
		.map(([model, sharedUploads]) =>
			renderWordPress(model, { realServer: "rs1", sharedUploads }),
		),
	"wordpress-site": through(wordPressDoor, wordPress).map(renderWordPressSite),
	discuz: through(discuzDoor, discuz).map((model) =>
		renderDiscuz(model, { name: "rs1" }),
	),
	"discuz-site": through(discuzDoor, discuz).map(renderDiscuzSite),
};

/** The models of those declarations that the door lets in. */
function through<Model>(
	door: Door<Model>,
	declaration: fc.Arbitrary<unknown>,
): fc.Arbitrary<Model> {
	return declaration
		.filter((declared) => door.check("web", declared).length === 0)
		.map((declared) => door.parse("web", declared));
}
