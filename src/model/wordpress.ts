import * as z from "zod";
import { secret } from "./database.ts";
import type { RealServerDeclaration } from "./declaration.ts";
import { wanted } from "./describe.ts";
import { door } from "./door.ts";
import { entryNames } from "./entry-names.ts";
import { leaf, type ReadLeaf } from "./leaf.ts";
import { readBoolean, readRealServerAddress } from "./leaves.ts";
import { realServerHosts, realServersWithHost } from "./real-server-hosts.ts";
import { realServerSchema } from "./schema.ts";
import { records, shape } from "./shape.ts";
import { readSiteUrl, type SiteUrl } from "./site-url.ts";
import type { NamedHost } from "./website.ts";

/** What a user writes to have WordPress on the real servers. */
export interface WordPressDeclaration {
	/** The real servers, as the cluster has them. */
	readonly realServers: Readonly<Record<string, RealServerDeclaration>>;
	/**
	 * What visitors write to come to it. All links and cookies are made for it.
	 * @example "http://www.example.com"
	 */
	readonly url: string;
	/** Where its database is: `database.access("wordpress")`. One for all real servers. */
	readonly database: {
		readonly address: string;
		readonly database: string;
		readonly user: string;
		/** A Pulumi secret. */
		readonly password: string;
	};
	/** Title of the site when it is made. Default: its host name. */
	readonly title?: string;
	/** Who may do everything. */
	readonly administrator?: {
		/** Default "admin". */
		readonly user?: string;
		/** Default: admin@ the host name. */
		readonly email?: string;
		/** A Pulumi secret. Default: made once. Another one set in WordPress is drift, and goes back. */
		readonly password?: string;
	};
	/**
	 * Whether visitors can register, false, true by mail, or `"with-password"`: at once with a password of their choice. That is for
	 * labs: nobody then proves who they are. Default false.
	 */
	readonly registration?: boolean | "with-password";
	/** Whether WordPress may call other machines (updates, news). Default true; a lab without a way out says false. */
	readonly callsOut?: boolean;
}

export interface WordPress {
	readonly name: string;
	readonly realServers: readonly NamedHost[];
	readonly url: SiteUrl;
	readonly database: {
		readonly address: string;
		readonly database: string;
		readonly user: string;
	};
	readonly title: string;
	readonly administrator: { readonly user: string; readonly email: string };
	readonly registration: "closed" | "by-mail" | "with-password";
	readonly callsOut: boolean;
}

/** Text that stands between quotes of PHP and SQL. */
const readPlain: ReadLeaf<string> = (value) =>
	typeof value === "string" && /^[^'"\\\n]+$/.test(value)
		? { value }
		: { problem: wanted("text without quotes and backslashes", value) };

const readRegistration: ReadLeaf<WordPress["registration"]> = (value) =>
	value === "with-password"
		? { value }
		: typeof value === "boolean"
			? { value: value ? "by-mail" : "closed" }
			: { problem: wanted('true, false or "with-password"', value) };

const plain = leaf<string, string>(readPlain);

const schema = z.strictObject(
	{
		realServers: records(
			realServerSchema,
			'an object of real servers by name, like { rs1: { host, address: "172.18.0.67" } }',
		),
		url: leaf<string, SiteUrl>(readSiteUrl),
		database: z.strictObject(
			{
				address: leaf<string, string>(readRealServerAddress),
				database: plain,
				user: plain,
				password: secret,
			},
			shape('the way to a database, like database.access("wordpress")'),
		),
		title: plain.optional(),
		administrator: z
			.strictObject(
				{
					user: plain.optional(),
					email: plain.optional(),
					password: secret.optional(),
				},
				shape('an object like { user: "admin" }'),
			)
			.optional(),
		registration: leaf<boolean | "with-password", WordPress["registration"]>(
			readRegistration,
		).optional(),
		callsOut: leaf<boolean, boolean>(readBoolean).optional(),
	},
	shape("an object with realServers, url and database"),
);

export const wordPressDoor = door({
	what: "WordPress",
	schema,
	rules: (declaration) => [
		...entryNames(declaration, "realServers", "{ rs1: { host, address } }"),
		...realServersWithHost(declaration, "WordPress is set up on it"),
	],
	resolve: (name, read): WordPress => {
		const { address, database, user } = read.database;
		return {
			name,
			realServers: realServerHosts(read.realServers),
			url: read.url,
			database: { address, database, user },
			title: read.title ?? read.url.host,
			administrator: {
				user: read.administrator?.user ?? "admin",
				email: read.administrator?.email ?? `admin@${read.url.host}`,
			},
			registration: read.registration ?? "closed",
			callsOut: read.callsOut ?? true,
		};
	},
});
