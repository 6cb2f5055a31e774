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

/** What a user writes to have Discuz! X3.5 on the real servers. */
export interface DiscuzDeclaration {
	/** The real servers, as the cluster has them. */
	readonly realServers: Readonly<Record<string, RealServerDeclaration>>;
	/**
	 * What visitors write to come to it.
	 * @example "http://bbs.example.com"
	 */
	readonly url: string;
	/** Where its database is: `database.access("discuz")`. One for all real servers. */
	readonly database: {
		readonly address: string;
		readonly database: string;
		readonly user: string;
		/** A Pulumi secret. */
		readonly password: string;
	};
	/** Address of replicas that reading may go to, e.g. the VIP of an LVS service. Default: all goes to the database. */
	readonly readFrom?: string;
	/**
	 * The archive as its authors publish it (zip or tar, with or without its `upload` directory). Discuz! may not be handed on, so it
	 * is neither part of this package nor downloaded.
	 */
	readonly archive: ArchiveDeclaration;
	/** Who may do everything. */
	readonly administrator?: {
		/** Default "admin". */
		readonly user?: string;
		/** Default: admin@ the host name. */
		readonly email?: string;
		/** A Pulumi secret. Default: made once. Another one set in Discuz! is drift, and goes back. */
		readonly password?: string;
	};
	/** No captchas, no limits, plain names of form fields: for labs, as programs can then register and write. Default false. */
	readonly unguarded?: boolean;
}

export interface ArchiveDeclaration {
	/** On the machine that runs the program. */
	readonly path: string;
	/** Checksum of the file, 64 hexadecimal digits: `sha256sum FILE`. */
	readonly sha256: string;
}

export interface Discuz {
	readonly name: string;
	readonly realServers: readonly NamedHost[];
	readonly url: SiteUrl;
	readonly database: {
		readonly address: string;
		readonly database: string;
		readonly user: string;
	};
	/** Empty: from the database itself. */
	readonly readFrom: string;
	readonly archive: ArchiveDeclaration;
	readonly administrator: { readonly user: string; readonly email: string };
	readonly unguarded: boolean;
}

/** Text that stands between quotes of PHP and SQL. */
const readPlain: ReadLeaf<string> = (value) =>
	typeof value === "string" && /^[^'"\\\n]+$/.test(value)
		? { value }
		: { problem: wanted("text without quotes and backslashes", value) };

const readSha256: ReadLeaf<string> = (value) =>
	typeof value === "string" && /^[0-9a-f]{64}$/.test(value)
		? { value }
		: { problem: wanted("64 hexadecimal digits in lower case", value) };

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
			shape('the way to a database, like database.access("discuz")'),
		),
		readFrom: leaf<string, string>(readRealServerAddress).optional(),
		archive: z.strictObject(
			{ path: plain, sha256: leaf<string, string>(readSha256) },
			shape("an object like { path, sha256 }"),
		),
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
		unguarded: leaf<boolean, boolean>(readBoolean).optional(),
	},
	shape("an object with realServers, url, database and archive"),
);

export const discuzDoor = door({
	what: "Discuz!",
	schema,
	rules: (declaration) => [
		...entryNames(declaration, "realServers", "{ rs1: { host, address } }"),
		...realServersWithHost(declaration, "Discuz! is set up on it"),
	],
	resolve: (name, read): Discuz => {
		const { address, database, user } = read.database;
		return {
			name,
			realServers: realServerHosts(read.realServers),
			url: read.url,
			database: { address, database, user },
			readFrom: read.readFrom ?? "",
			archive: read.archive,
			administrator: {
				user: read.administrator?.user ?? "admin",
				email: read.administrator?.email ?? `admin@${read.url.host}`,
			},
			unguarded: read.unguarded ?? false,
		};
	},
});
