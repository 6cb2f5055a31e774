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
import type { RealServerDeclaration } from "./declaration.ts";
import { defaults } from "./defaults.ts";
import { door } from "./door.ts";
import type { Finding } from "./finding.ts";
import { isIpv6, noIpv6 } from "./ipv6.ts";
import { leaf, type ReadLeaf } from "./leaf.ts";
import { readBoolean, readDirectorAddress, readPort } from "./leaves.ts";
import { type FilterDeclaration, openFilters } from "./open-filters.ts";
import { password } from "./password.ts";
import { readAbsolutePath } from "./path-leaves.ts";
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
	/** Where the engine keeps its data, on every machine. Never on shared storage. Default: the distribution's directory. */
	readonly dataDirectory?: string;
	/**
	 * More settings of the `[mysqld]` section, on every machine: `{ innodb_buffer_pool_size: "64M" }`. Replicas, WordPress and checks follow
	 * a `port`; Discuz! cannot.
	 */
	readonly settings?: Readonly<Record<string, string>>;
	/** Password of the database user that replicas log in with. A Pulumi secret. Default: generated once. */
	readonly replicationPassword?: string;
	/** Whether destroy removes the databases too. Default false: it leaves them and says so. */
	readonly deleteData?: boolean;
}

export interface SchemaDeclaration {
	/** Default: the name of the database. */
	readonly user?: string;
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
	}[];
	readonly replicas: readonly NamedServer[];
	/** The TCP port on which each replica tells how far it is behind. Undefined: none does. */
	readonly lagPort: number | undefined;
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

const schema = z.strictObject(
	{
		server: serverSchema,
		network: leaf<string, string>(readNetwork),
		databases: records(
			z.strictObject(
				{
					user: leaf<string, string>(readUser).optional(),
					password: password.optional(),
				},
				shape("an object, which may be empty: {}"),
			),
			"an object of databases by name, like { shop: {} }",
		),
		replicas: records(
			realServerSchema,
			'an object of machines by name, like { rs1: { host, address: "172.18.0.67" } }',
		).optional(),
		lagPort: leaf<number, number>(readPort).optional(),
		dataDirectory: leaf<string, string>(
			readAbsolutePath("/srv/mysql"),
		).optional(),
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
		...badEntries(["replicas"], replicas, "{ rs1: { host, address } }"),
		...missingHosts(replicas, "an engine is set up on it"),
		...engineEach(server?.values.address, replicas ?? []),
		...settingNames(settings ?? []),
		...(given.includes("lagPort")
			? lagPortOfItsOwn(lagPort, given.includes("replicas"), settings ?? [])
			: []),
	],
	resolve: (name, read): Database => ({
		name,
		server: resolveServer(read.server),
		port: Number(read.settings?.port ?? defaults.databasePort),
		network: read.network,
		databases: Object.entries(read.databases).map(([key, { user }]) => ({
			name: key,
			user: user ?? key,
		})),
		replicas: resolveServers(read.replicas ?? {}),
		lagPort: read.lagPort,
		dataDirectory: read.dataDirectory,
		settings: read.settings ?? {},
		deleteData: read.deleteData,
		openFilters: read.openFilters,
	}),
});

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

function settingNames(
	settings: readonly EntrySketch<typeof setting>[],
): Finding[] {
	const ours = ["bind-address", "server-id", "log-bin", "datadir", "read-only"];
	return settings.flatMap(({ name, path, value }) => {
		const plain = name.replaceAll("_", "-");
		const message = !/^[a-z][a-z0-9_-]*$/.test(name)
			? "cannot be a setting; write one like innodb_buffer_pool_size"
			: ours.includes(plain)
				? "is set by the component itself; leave it out"
				: plain === "port" && value !== undefined
					? badPort(value)
					: undefined;
		return message === undefined ? [] : [{ path, message }];
	});
}

/** The engine takes other ways to write a number, and we could not tell the port of those. */
function badPort(value: string): string | undefined {
	return "problem" in readPort(/^[1-9]\d*$/.test(value) ? Number(value) : value)
		? `expected a port from 1 to 65535 like "3307", got ${asWritten(value)}`
		: undefined;
}
