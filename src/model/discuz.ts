import * as z from "zod";
import {
	type Administrator,
	type AdministratorDeclaration,
	type ArchiveDeclaration,
	administrator,
	archive,
	type DatabaseWay,
	type DatabaseWayDeclaration,
	databaseWay,
	fewConnections,
	resolveAdministrator,
} from "./application.ts";
import { badEntries } from "./bad-entries.ts";
import type { RealServerDeclaration } from "./declaration.ts";
import { defaults } from "./defaults.ts";
import { door } from "./door.ts";
import type { Finding } from "./finding.ts";
import {
	type Front,
	frontProblems,
	frontShape,
	resolveFront,
} from "./front.ts";
import { frontClaims } from "./front-claims.ts";
import type { FrontDeclaration } from "./front-declaration.ts";
import { leaf } from "./leaf.ts";
import { readBoolean, readRealServerAddress } from "./leaves.ts";
import { type FilterDeclaration, openFilters } from "./open-filters.ts";
import { outsideNetwork } from "./outside-network.ts";
import {
	missingHosts,
	type NamedHost,
	realServerHosts,
} from "./real-server-hosts.ts";
import { realServerSchema } from "./schema.ts";
import { records, shape } from "./shape.ts";
import type { Sketch } from "./sketch.ts";
import { tableClaims } from "./table-claims.ts";

/** What a user writes to have Discuz! X3.5 on the real servers. */
export interface DiscuzDeclaration extends FrontDeclaration, FilterDeclaration {
	/** The real servers, as the cluster has them. */
	readonly realServers: Readonly<Record<string, RealServerDeclaration>>;
	readonly database: DatabaseWayDeclaration;
	/** Address of replicas to read from, e.g. the VIP of an LVS service. Default: all reading goes to the database. */
	readonly readFrom?: string;
	/**
	 * The archive as its authors publish it (zip or tar, with or without its `upload` directory). The licence of Discuz! forbids
	 * passing it on, so this package neither contains nor downloads it.
	 */
	readonly archive: ArchiveDeclaration;
	/** The user who may do everything. */
	readonly administrator?: AdministratorDeclaration;
	/** Turns off captchas and limits and gives form fields plain names, so that programs can register and write. For labs. Default false. */
	readonly unguarded?: boolean;
}

export interface Discuz extends Front {
	readonly name: string;
	readonly realServers: readonly NamedHost[];
	readonly database: DatabaseWay;
	/** Undefined: all reading goes to the database itself. */
	readonly readFrom: string | undefined;
	readonly archive: ArchiveDeclaration;
	readonly administrator: Administrator;
	readonly unguarded: boolean;
	readonly openFilters: boolean;
}

const schema = z.strictObject(
	{
		realServers: records(
			realServerSchema,
			'an object of real servers by name, like { rs1: { host, address: "172.18.0.67" } }',
		),
		...frontShape,
		database: databaseWay,
		readFrom: leaf<string, string>(readRealServerAddress).optional(),
		archive,
		administrator,
		unguarded: leaf<boolean, boolean>(readBoolean).default(false),
		openFilters,
	},
	shape("an object with realServers, url, database and archive"),
);

export const discuzDoor = door<DiscuzDeclaration>()({
	what: "Discuz!",
	schema,
	rules: (sketch) => {
		const { realServers, database, phpFpm } = sketch.values;
		return [
			...badEntries(["realServers"], realServers, "{ rs1: { host, address } }"),
			...missingHosts(realServers, "Discuz! is set up on it"),
			...frontProblems(sketch),
			...fewConnections(database, realServers, phpFpm),
			...otherPort(database),
			...noSplit(database),
		];
	},
	remarks: ({ values: { database, realServers } }) =>
		outsideNetwork(database?.values.network, realServers),
	claims: (sketch) => [
		...frontClaims(sketch),
		...tableClaims("Discuz!", sketch.values.database),
	],
	resolve: (name, read): Discuz => {
		const { password, maxConnections, network, reads, ...database } =
			read.database;
		return {
			name,
			realServers: realServerHosts(read.realServers),
			...resolveFront(read),
			database,
			readFrom: read.readFrom,
			archive: read.archive,
			administrator: resolveAdministrator(read.administrator, read.url.host),
			unguarded: read.unguarded,
			openFilters: read.openFilters,
		};
	},
});

/** Discuz! has a way of its own. It does not lead users who wrote something to the engine that has it. */
function noSplit(database: Sketch<typeof databaseWay>): Finding[] {
	return database?.given.includes("reads")
		? [
				{
					path: ["database", "reads"],
					message:
						"only WordPress has it; Discuz! has its own way to replicas, by which users may miss what they just wrote: write `readFrom`",
				},
			]
		: [];
}

/** Its database classes connect by mysqli, and cannot pass on a port. */
function otherPort(database: Sketch<typeof databaseWay>): Finding[] {
	const port = database?.values.port;
	return port === undefined || port === defaults.databasePort
		? []
		: [
				{
					path: ["database", "port"],
					message: `Discuz! asks its database at port ${defaults.databasePort} alone, and this engine listens at ${port}; let it listen there`,
				},
			];
}
