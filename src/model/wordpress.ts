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
	plain,
	resolveAdministrator,
} from "./application.ts";
import { badEntries } from "./bad-entries.ts";
import type { RealServerDeclaration } from "./declaration.ts";
import { door } from "./door.ts";
import { leaf, type ReadLeaf } from "./leaf.ts";
import { readBoolean } from "./leaves.ts";
import {
	missingHosts,
	type NamedHost,
	realServerHosts,
} from "./real-server-hosts.ts";
import { realServerSchema } from "./schema.ts";
import { records, shape } from "./shape.ts";
import { readSiteUrl, type SiteUrl } from "./site-url.ts";
import { wantedText } from "./wanted.ts";

/** What a user writes to have WordPress on the real servers. */
export interface WordPressDeclaration {
	/** The real servers, as the cluster has them. */
	readonly realServers: Readonly<Record<string, RealServerDeclaration>>;
	/**
	 * The URL that visitors use. All links and cookies are made for it.
	 * @example "http://www.example.com"
	 */
	readonly url: string;
	readonly database: DatabaseWayDeclaration;
	/**
	 * An archive as its authors publish it (tar or zip, with or without its `wordpress` directory). Default: the distribution's
	 * package, which gets security updates. Another archive upgrades or downgrades the code, and its database with it.
	 */
	readonly archive?: ArchiveDeclaration;
	/** Title of the site when it is made. Default: its host name. */
	readonly title?: string;
	/** The user who may do everything. */
	readonly administrator?: AdministratorDeclaration;
	/**
	 * Whether visitors can register: false; true, with a link sent by mail; or `"with-password"`, at once with a password of their
	 * choice. The last is for labs, as it does not prove who they are. Default false.
	 */
	readonly registration?: boolean | "with-password";
	/** Whether WordPress may connect to other machines (updates, news). Default true. Write false in a lab that cannot reach the internet. */
	readonly callsOut?: boolean;
}

export interface WordPress {
	readonly name: string;
	readonly realServers: readonly NamedHost[];
	readonly url: SiteUrl;
	readonly database: DatabaseWay;
	/** Undefined: the distribution's package. */
	readonly archive: ArchiveDeclaration | undefined;
	readonly title: string;
	readonly administrator: Administrator;
	readonly registration: "closed" | "by-mail" | "with-password";
	readonly callsOut: boolean;
}

const readRegistration: ReadLeaf<WordPress["registration"]> = (value) =>
	value === "with-password"
		? { value }
		: typeof value === "boolean"
			? { value: value ? "by-mail" : "closed" }
			: { problem: wantedText('true, false or "with-password"', value) };

const schema = z.strictObject(
	{
		realServers: records(
			realServerSchema,
			'an object of real servers by name, like { rs1: { host, address: "172.18.0.67" } }',
		),
		url: leaf<string, SiteUrl>(readSiteUrl),
		database: databaseWay,
		archive: archive.optional(),
		title: plain.optional(),
		administrator,
		registration: leaf<boolean | "with-password", WordPress["registration"]>(
			readRegistration,
		).default("closed"),
		callsOut: leaf<boolean, boolean>(readBoolean).default(true),
	},
	shape("an object with realServers, url and database"),
);

export const wordPressDoor = door<WordPressDeclaration>()({
	what: "WordPress",
	schema,
	rules: ({ values: { realServers, database } }) => [
		...badEntries(["realServers"], realServers, "{ rs1: { host, address } }"),
		...missingHosts(realServers, "WordPress is set up on it"),
		...fewConnections(database, realServers),
	],
	resolve: (name, read): WordPress => {
		const { password, maxConnections, ...database } = read.database;
		return {
			name,
			realServers: realServerHosts(read.realServers),
			url: read.url,
			database,
			archive: read.archive,
			title: read.title ?? read.url.host,
			administrator: resolveAdministrator(read.administrator, read.url.host),
			registration: read.registration,
			callsOut: read.callsOut,
		};
	},
});
