import { badEntries } from "./bad-entries.ts";
import type { DatabaseDeclaration } from "./database-declaration.ts";
import {
	engineEach,
	lagPortOfItsOwn,
	ofItsOwner,
	ofTheEngine,
	userEach,
} from "./database-rules.ts";
import { databaseSchema } from "./database-schema.ts";
import { defaults } from "./defaults.ts";
import { door } from "./door.ts";
import { engineClaims } from "./engine-claims.ts";
import { badSettings, maxConnections } from "./engine-settings.ts";
import { type Privilege, usualPrivileges } from "./privileges.ts";
import { missingHosts } from "./real-server-hosts.ts";
import {
	type NamedServer,
	resolveServer,
	resolveServers,
	type Server,
} from "./server.ts";

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
	/** The TCP port on which each replica tells how far it is behind. Undefined: there is none. */
	readonly lagPort: number | undefined;
	/** How many clients an engine serves at once. */
	readonly maxConnections: number;
	/** Undefined: the distribution's directory. */
	readonly dataDirectory: string | undefined;
	readonly settings: Readonly<Record<string, string>>;
	/** The engine belongs to somebody else: its settings stay as they are. */
	readonly sharedEngine: boolean;
	readonly deleteData: boolean;
	readonly openFilters: boolean;
}

export const databaseDoor = door<DatabaseDeclaration>()({
	what: "database",
	schema: databaseSchema,
	rules: ({
		given,
		values: { server, databases, replicas, settings, lagPort, sharedEngine },
	}) => [
		...badEntries(["databases"], databases, "{ shop: {} }"),
		...ofTheEngine(databases ?? []),
		...userEach(databases ?? []),
		...badEntries(["replicas"], replicas, "{ rs1: { host, address } }"),
		...missingHosts(replicas, "an engine is set up on it"),
		...engineEach(server?.values.address, replicas ?? []),
		...badSettings(settings ?? [], given.includes("replicas")),
		...(sharedEngine === true
			? ofItsOwner(given.includes("replicas"), settings ?? [])
			: []),
		...(given.includes("lagPort")
			? lagPortOfItsOwn(lagPort, given.includes("replicas"), settings ?? [])
			: []),
	],
	claims: engineClaims,
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
		sharedEngine: read.sharedEngine,
		deleteData: read.deleteData,
		openFilters: read.openFilters,
	}),
});
