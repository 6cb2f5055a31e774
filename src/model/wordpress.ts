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
import { asWritten } from "./as-written.ts";
import { badEntries, badName } from "./bad-entries.ts";
import type { RealServerDeclaration } from "./declaration.ts";
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
import { leaf, type ReadLeaf } from "./leaf.ts";
import { readBoolean } from "./leaves.ts";
import {
	halfLogin,
	type Mail,
	type MailDeclaration,
	mailSchema,
	resolveMail,
} from "./mail.ts";
import { objectsSchema, type WordPressObjects } from "./object-cache.ts";
import { type FilterDeclaration, openFilters } from "./open-filters.ts";
import { outsideNetwork } from "./outside-network.ts";
import { asksItself, type Reads } from "./reads.ts";
import {
	missingHosts,
	type NamedHost,
	realServerHosts,
} from "./real-server-hosts.ts";
import { realServerSchema } from "./schema.ts";
import { records, shape } from "./shape.ts";
import type { ObjectSketch } from "./sketch.ts";
import { tableClaims } from "./table-claims.ts";
import { wantedText } from "./wanted.ts";
import {
	type WordPressSetting,
	wordPressSettings,
	wrongSettings,
} from "./wordpress-settings.ts";

/** What a user writes to have WordPress on the real servers. */
export interface WordPressDeclaration
	extends FrontDeclaration,
		FilterDeclaration {
	/** The real servers, as the cluster has them. */
	readonly realServers: Readonly<Record<string, RealServerDeclaration>>;
	readonly database: DatabaseWayDeclaration;
	/** Where WordPress keeps what it read from its database. Default: nowhere, so that each page asks the database for everything. */
	readonly objects?: WordPressObjects;
	/**
	 * An archive as its authors publish it (tar or zip, with or without a directory around it). Default: the distribution's
	 * package, which gets security updates. Another archive upgrades or downgrades the code, and its database with it.
	 */
	readonly archive?: ArchiveDeclaration;
	/**
	 * Plug-ins by the names of their directories, each from an archive as its authors publish it, whatever the directory is called in it. They stay when
	 * the code of WordPress is replaced. An administrator switches them on. What a plug-in writes below wp-content, its `.htaccess` there protects.
	 * @example { "classic-editor": { path: "classic-editor.1.6.zip", sha256: "…" } }
	 */
	readonly plugins?: Readonly<Record<string, ArchiveDeclaration>>;
	/** Themes by the names of their directories, in the same way. */
	readonly themes?: Readonly<Record<string, ArchiveDeclaration>>;
	/**
	 * How the names of its tables begin. Another one is for a site that comes from elsewhere with its database. Default "wp_".
	 * @example "blog_"
	 */
	readonly tablePrefix?: string;
	/** Constants of wp-config.php: `{ WP_MEMORY_LIMIT: "128M", WP_POST_REVISIONS: 5 }`. */
	readonly settings?: Readonly<Record<string, WordPressSetting>>;
	/** How WordPress sends mail. Default: it sends none. */
	readonly mail?: MailDeclaration;
	/** Title of the site when it is made. Default: its host name. */
	readonly title?: string;
	/** The user who may do everything. */
	readonly administrator?: AdministratorDeclaration;
	/**
	 * Whether visitors can register: false; true, with a link sent by `mail`; or `"with-password"`, at once with a password of their
	 * choice. The last is for labs, as it does not prove who they are. Default false.
	 */
	readonly registration?: boolean | "with-password";
	/** Whether WordPress may connect to other machines (updates, news). Default true. Write false in a lab that cannot reach the internet. */
	readonly callsOut?: boolean;
}

export interface WordPress extends Front {
	readonly name: string;
	readonly realServers: readonly NamedHost[];
	readonly database: DatabaseWay;
	/** Undefined: all reading goes to the database itself. */
	readonly reads: Reads | undefined;
	/** Undefined: no page keeps what it read. */
	readonly objects: WordPressObjects | undefined;
	/** Undefined: the distribution's package. */
	readonly archive: ArchiveDeclaration | undefined;
	/** Name of the directory -> its archive. */
	readonly plugins: Readonly<Record<string, ArchiveDeclaration>>;
	readonly themes: Readonly<Record<string, ArchiveDeclaration>>;
	readonly tablePrefix: string;
	readonly settings: Readonly<Record<string, WordPressSetting>>;
	/** Undefined: none is sent. */
	readonly mail: Mail | undefined;
	readonly title: string;
	readonly administrator: Administrator;
	readonly registration: "closed" | "by-mail" | "with-password";
	readonly callsOut: boolean;
	readonly openFilters: boolean;
}

const readRegistration: ReadLeaf<WordPress["registration"]> = (value) =>
	value === "with-password"
		? { value }
		: typeof value === "boolean"
			? { value: value ? "by-mail" : "closed" }
			: { problem: wantedText('true, false or "with-password"', value) };

/** WordPress takes no other characters. */
const readTablePrefix: ReadLeaf<string> = (value) =>
	typeof value === "string" && /^[A-Za-z0-9_]{1,32}$/.test(value)
		? { value }
		: {
				problem: wantedText(
					'letters, digits and "_", 32 at most, like "blog_"',
					value,
				),
			};

const archives = records(
	archive,
	"an object of archives by name, like { name: { path, sha256 } }",
).optional();

const schema = z.strictObject(
	{
		realServers: records(
			realServerSchema,
			'an object of real servers by name, like { rs1: { host, address: "172.18.0.67" } }',
		),
		...frontShape,
		database: databaseWay,
		objects: objectsSchema,
		archive: archive.optional(),
		plugins: archives,
		themes: archives,
		tablePrefix: leaf<string, string>(readTablePrefix).default("wp_"),
		settings: wordPressSettings,
		mail: mailSchema.optional(),
		title: plain.optional(),
		administrator,
		registration: leaf<boolean | "with-password", WordPress["registration"]>(
			readRegistration,
		).default("closed"),
		callsOut: leaf<boolean, boolean>(readBoolean).default(true),
		openFilters,
	},
	shape("an object with realServers, url and database"),
);

export const wordPressDoor = door<WordPressDeclaration>()({
	what: "WordPress",
	schema,
	rules: (sketch) => {
		const { realServers, database, plugins, themes, settings, phpFpm } =
			sketch.values;
		return [
			...badEntries(["realServers"], realServers, "{ rs1: { host, address } }"),
			...missingHosts(realServers, "WordPress is set up on it"),
			...fewConnections(database, realServers, phpFpm),
			...asksItself(database?.values.reads, realServers),
			...keepsWhatWas(sketch),
			...frontProblems(sketch),
			...[...(plugins ?? []), ...(themes ?? [])].flatMap(badName),
			...wrongSettings(settings),
			...halfLogin(sketch.values.mail),
			...mailNeeded(sketch),
			...nameNotTaken(sketch.values.administrator?.values.user),
		];
	},
	remarks: ({ values: { database, realServers } }) =>
		outsideNetwork(database?.values.network, realServers),
	claims: (sketch) => [
		...frontClaims(sketch),
		...tableClaims("WordPress", sketch.values.database),
	],
	resolve: (name, read): WordPress => {
		const { password, maxConnections, network, reads, ...database } =
			read.database;
		return {
			name,
			realServers: realServerHosts(read.realServers),
			...resolveFront(read),
			database,
			reads: reads && {
				address: reads.address,
				port: reads.port,
				ownWritesSeconds: reads.ownWritesSeconds,
			},
			objects: read.objects,
			archive: read.archive,
			plugins: read.plugins ?? {},
			themes: read.themes ?? {},
			tablePrefix: read.tablePrefix,
			settings: read.settings ?? {},
			mail:
				read.mail === undefined
					? undefined
					: resolveMail(read.mail, read.url.host),
			title: read.title ?? read.url.host,
			administrator: resolveAdministrator(read.administrator, read.url.host),
			registration: read.registration,
			callsOut: read.callsOut,
			openFilters: read.openFilters,
		};
	},
});

/** A user who registers gets a link by mail, and no real server sends mail by itself. */
function mailNeeded({
	given,
	values: { registration },
}: ObjectSketch<typeof schema.shape>): Finding[] {
	return given.includes("mail") || registration !== "by-mail"
		? []
		: [
				{
					path: ["registration"],
					message:
						'true sends a link by mail, and nothing here sends mail; declare mail: { host: "smtp.example.com", user, password }',
				},
			];
}

/** WordPress would leave out other characters, and make no user if nothing is left. */
function nameNotTaken(user: string | undefined): Finding[] {
	return user === undefined ||
		(/^[\w.@-]+( [\w.@-]+)*$/.test(user) && user.length <= 60)
		? []
		: [
				{
					path: ["administrator", "user"],
					message: `${asWritten(user)} is no name that WordPress takes; write letters, digits, ".", "_", "-", "@" and single blanks, 60 at most`,
				},
			];
}

/** A page that reads from a replica would store, for all other pages, old data of the replica. */
function keepsWhatWas({
	given,
	values: { database },
}: ObjectSketch<typeof schema.shape>): Finding[] {
	return given.includes("objects") && database?.given.includes("reads")
		? [
				{
					path: ["objects"],
					message:
						"a page that reads from a replica, by `reads` of the database, may store old data here, and all other pages would show it for minutes; leave out `reads` (with objects kept, a page asks the database little) or `objects`",
				},
			]
		: [];
}
