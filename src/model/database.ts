import * as z from "zod";
import {
	formatNetwork,
	type Ipv4,
	netmask,
	networkAddress,
	parseIpv4,
} from "./address.ts";
import { asWritten } from "./as-written.ts";
import { badEntries } from "./bad-entries.ts";
import { readDataDirectory } from "./data-directory.ts";
import type { RealServerDeclaration } from "./declaration.ts";
import { defaults } from "./defaults.ts";
import { door } from "./door.ts";
import { badSettings, maxConnections } from "./engine-settings.ts";
import type { Finding } from "./finding.ts";
import { isIpv6, noIpv6 } from "./ipv6.ts";
import { leaf, type ReadLeaf } from "./leaf.ts";
import { readBoolean, readDirectorAddress, readPort } from "./leaves.ts";
import { type FilterDeclaration, openFilters } from "./open-filters.ts";
import { password } from "./password.ts";
import {
	type Privilege,
	readPrivileges,
	usualPrivileges,
} from "./privileges.ts";
import { missingHosts } from "./real-server-hosts.ts";
import { realServerSchema } from "./schema.ts";
import {
	type NamedServer,
	resolveServer,
	resolveServers,
	type Server,
	type ServerDeclaration,
	serverSchema,
} from "./server.ts";
import { records, shape } from "./shape.ts";
import type { EntrySketch } from "./sketch.ts";
import { wanted, wantedText } from "./wanted.ts";

/** What a user writes to have a database behind the real servers. */
export interface DatabaseDeclaration extends FilterDeclaration {
	/** The machine of the one engine that takes writes. */
	readonly server: ServerDeclaration;
	/**
	 * The IPv4 network from which clients may connect.
	 * @example "172.18.0.0/24"
	 */
	readonly network: string;
	/** The databases by name, at least one. Each has a user of its own, who has the rights that an application needs, in this database only. */
	readonly databases: Readonly<Record<string, SchemaDeclaration>>;
	/**
	 * Machines that copy the first one continuously and can be read from, by name. Declare them as the real servers of an LVS
	 * service on the engines' port (3306) to share the reading. Each runs its own engine on its own copy of the data.
	 */
	readonly replicas?: Readonly<Record<string, RealServerDeclaration>>;
	/**
	 * TCP port on which each replica tells how far it is behind, for `database.check()`. It tells whoever can connect to it, and nothing else. Default: none
	 * does.
	 * @example 9336
	 */
	readonly lagPort?: number;
	/**
	 * Where the engine keeps its data, on every machine: a directory of its own, which is made where there is none, or the mount point of a disk.
	 * Never on shared storage. Data that lies elsewhere does not come along: a later change is refused until somebody has brought it. Default: the
	 * distribution's directory.
	 * @example "/srv/mysql"
	 */
	readonly dataDirectory?: string;
	/**
	 * More settings of the `[mysqld]` section, on every machine: `{ innodb_buffer_pool_size: "64M" }`. Replicas, WordPress and checks follow
	 * a `port`; Discuz! cannot. `max_connections` is 600 by default.
	 */
	readonly settings?: Readonly<Record<string, string>>;
	/** Password of the database user that replicas log in with. A Pulumi secret. Default: generated once. */
	readonly replicationPassword?: string;
	/** Whether destroy removes the databases too. Default false: it leaves them and says so. */
	readonly deleteData?: boolean;
}

export interface SchemaDeclaration {
	/** Each database has a user of its own. Default: the name of the database. */
	readonly user?: string;
	/**
	 * What the user may do in this database, by MariaDB's names. Default: `ALTER`, `CREATE`, `DELETE`, `DROP`, `INDEX`, `INSERT`, `SELECT` and
	 * `UPDATE`. A right that is taken out here is revoked; one that somebody granted by hand stays.
	 * @example ["SELECT", "INSERT", "UPDATE", "DELETE", "LOCK TABLES"]
	 */
	readonly privileges?: readonly Privilege[];
	/** A Pulumi secret: letters, digits and `. _ ~ -`. Default: generated once. */
	readonly password?: string;
}

export interface Database {
	readonly name: string;
	readonly server: Server;
	/** The TCP port of every engine. */
	readonly port: number;
	/** In the form that MariaDB has for a user's host: `172.18.0.0/255.255.255.0`. */
	readonly network: string;
	readonly databases: readonly {
		readonly name: string;
		readonly user: string;
		/** Sorted. */
		readonly privileges: readonly Privilege[];
	}[];
	readonly replicas: readonly NamedServer[];
	/** The TCP port on which each replica tells how far it is behind. Undefined: none does. */
	readonly lagPort: number | undefined;
	/** How many clients an engine serves at once. */
	readonly maxConnections: number;
	/** Undefined: the distribution's directory. */
	readonly dataDirectory: string | undefined;
	readonly settings: Readonly<Record<string, string>>;
	readonly deleteData: boolean;
	readonly openFilters: boolean;
}

const readNetwork: ReadLeaf<string> = (value) => {
	const expected = 'an IPv4 network like "172.18.0.0/24"';
	if (typeof value !== "string") return { problem: wanted(expected, value) };
	if (isIpv6(value)) return { problem: noIpv6(expected) };
	if (parseIpv4(value) !== undefined)
		return {
			problem: `${value} lacks its prefix; write ${expected}`,
		};
	const found = known(value);
	if (found === undefined)
		return {
			problem: `${asWritten(value)} is not an IPv4 network; write ${expected}`,
		};
	return networkAddress(found) === found.address
		? { value: `${found.address}/${netmask(found)}` }
		: {
				problem: `has bits set behind its prefix; write "${formatNetwork(found)}"`,
			};
};

function known(value: unknown) {
	const found = readDirectorAddress(value);
	return "value" in found ? found.value : undefined;
}

const readUser: ReadLeaf<string> = (value) =>
	typeof value === "string" && /^[a-z][a-z0-9_-]{0,31}$/.test(value)
		? { value }
		: { problem: wantedText('a user like "shop"', value) };

const readSetting: ReadLeaf<string> = (value) =>
	typeof value === "string" && /^[^\n#]*$/.test(value)
		? { value }
		: { problem: wanted("a value on one line", value) };

const setting = leaf<string, string>(readSetting);

const oneDatabase = z.strictObject(
	{
		user: leaf<string, string>(readUser).optional(),
		privileges: leaf<readonly Privilege[], readonly Privilege[]>(
			readPrivileges,
		).optional(),
		password: password.optional(),
	},
	shape("an object, which may be empty: {}"),
);

const schema = z.strictObject(
	{
		server: serverSchema,
		network: leaf<string, string>(readNetwork),
		databases: records(
			oneDatabase,
			"an object of databases by name, like { shop: {} }",
		),
		replicas: records(
			realServerSchema,
			'an object of machines by name, like { rs1: { host, address: "172.18.0.67" } }',
		).optional(),
		lagPort: leaf<number, number>(readPort).optional(),
		dataDirectory: leaf<string, string>(readDataDirectory).optional(),
		settings: records(
			setting,
			'an object like { innodb_buffer_pool_size: "64M" }',
		).optional(),
		replicationPassword: password.optional(),
		deleteData: leaf<boolean, boolean>(readBoolean).default(false),
		openFilters,
	},
	shape("an object with server, network and databases"),
);

export const databaseDoor = door<DatabaseDeclaration>()({
	what: "database",
	schema,
	rules: ({
		given,
		values: { server, databases, replicas, settings, lagPort },
	}) => [
		...badEntries(["databases"], databases, "{ shop: {} }"),
		...ofTheEngine(databases ?? []),
		...userEach(databases ?? []),
		...badEntries(["replicas"], replicas, "{ rs1: { host, address } }"),
		...missingHosts(replicas, "an engine is set up on it"),
		...engineEach(server?.values.address, replicas ?? []),
		...badSettings(settings ?? []),
		...(given.includes("lagPort")
			? lagPortOfItsOwn(lagPort, given.includes("replicas"), settings ?? [])
			: []),
	],
	resolve: (name, read): Database => ({
		name,
		server: resolveServer(read.server),
		port: Number(read.settings?.port ?? defaults.databasePort),
		network: read.network,
		databases: Object.entries(read.databases).map(
			([key, { user, privileges }]) => ({
				name: key,
				user: user ?? key,
				privileges: privileges ?? usualPrivileges,
			}),
		),
		replicas: resolveServers(read.replicas ?? {}),
		lagPort: read.lagPort,
		maxConnections: maxConnections(read.settings),
		dataDirectory: read.dataDirectory,
		settings: read.settings ?? {},
		deleteData: read.deleteData,
		openFilters: read.openFilters,
	}),
});

/** Databases and users that the engine, or this component, has for itself. */
const engineOwn = {
	databases: ["information_schema", "mysql", "performance_schema", "sys"],
	users: ["lvs-replica"],
};

function ofTheEngine(
	databases: readonly EntrySketch<typeof oneDatabase>[],
): Finding[] {
	return databases.flatMap(({ name, path, values }) => [
		...(engineOwn.databases.includes(name)
			? [{ path, message: "is the engine's own; write another name" }]
			: []),
		...(engineOwn.users.includes(values.user ?? name)
			? [
					{
						path: [...path, "user"],
						message: `${values.user ?? name} is the user of the replicas; write another one`,
					},
				]
			: []),
	]);
}

/** A user has one password in the engine, and each database has one here: of two, the last would hold. */
function userEach(
	databases: readonly EntrySketch<typeof oneDatabase>[],
): Finding[] {
	// what is declared and is no name says so itself
	const users = databases.flatMap(({ name, path, given, values }) => {
		const user = given.includes("user") ? values.user : name;
		return user === undefined ? [] : [{ name, path, user }];
	});
	return users.flatMap(({ path, user }, index) =>
		users
			.slice(0, index)
			.filter((other) => other.user === user)
			.slice(0, 1)
			.map(({ name }) => ({
				path: [...path, "user"],
				message: `${user} is the user of database ${name} already, and each has a password of its own; write another user here, or put the tables of both into one database`,
			})),
	);
}

/**
 * The course notes run several engines on one data set and see it break ("inode会崩溃"). Each engine keeps pages, log and locks
 * in its own memory, so two engines on the same files overwrite each other's changes.
 */
function engineEach(
	address: Ipv4 | undefined,
	replicas: readonly EntrySketch<typeof realServerSchema>[],
): Finding[] {
	return replicas
		.filter(({ values }) => address !== undefined && values.address === address)
		.map(({ path }) => ({
			path: [...path, "address"],
			message: `${address} is already the server's: several engines on one data directory overwrite each other's pages and logs; give the replica a machine, and a copy, of its own`,
		}));
}

function lagPortOfItsOwn(
	lagPort: number | undefined,
	hasReplicas: boolean,
	settings: readonly EntrySketch<typeof setting>[],
): Finding[] {
	const path = ["lagPort"];
	if (!hasReplicas)
		return [
			{
				path,
				message:
					"has no effect without `replicas`, which listen on it; declare them, or leave this out",
			},
		];
	const port = settings.find(({ name }) => name === "port")?.value;
	return lagPort !== undefined &&
		lagPort === Number(port ?? defaults.databasePort)
		? [
				{
					path,
					message: `${lagPort} is the port of the engine; write another one`,
				},
			]
		: [];
}
