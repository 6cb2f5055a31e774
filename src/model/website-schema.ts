import * as z from "zod";
import { defaults } from "./defaults.ts";
import { fields } from "./fields.ts";
import { leaf, type ReadLeaf } from "./leaf.ts";
import { readBoolean, readPort } from "./leaves.ts";
import { openFilters } from "./open-filters.ts";
import {
	readAbsolutePath,
	readList,
	readPackage,
	readText,
} from "./path-leaves.ts";
import { phpFpm } from "./php-fpm.ts";
import { phpSettings } from "./php-settings.ts";
import { realServerSchema } from "./schema.ts";
import { readAlias, readServerName } from "./server-name.ts";
import type { PhpSessions } from "./session-store.ts";
import { records, shape } from "./shape.ts";
import type { EntrySketch } from "./sketch.ts";
import { tlsSchema } from "./tls-schema.ts";
import { wanted, wantedText } from "./wanted.ts";

const readHeader: ReadLeaf<string | false> = (value) =>
	value === false
		? { value: false }
		: typeof value === "string" && /^[A-Za-z0-9-]+$/.test(value)
			? { value }
			: {
					problem: wantedText(
						'the name of a header like "X-Real-Server", or false',
						value,
					),
				};

const text = leaf<string, string>(readText);

const site = z.strictObject(
	{
		port: leaf<number, number>(readPort).optional(),
		serverName: leaf<string, string>(readServerName).optional(),
		aliases: leaf<readonly string[], readonly string[]>(
			readList(readAlias, 'a list of names like ["example.com"]'),
		).optional(),
		root: leaf<string, string>(readAbsolutePath("/www/vhost1")).optional(),
		files: records(
			text,
			'an object of files by path, like { "index.html": "<h1>{{realServer}}</h1>" }',
		).optional(),
		htaccess: leaf<boolean, boolean>(readBoolean).optional(),
		php: leaf<boolean, boolean>(readBoolean).default(false),
		phpSettings,
		// only the component writes it
		sessions: leaf<PhpSessions, PhpSessions>((value) =>
			fields(value) === undefined
				? { problem: wanted("a SessionStore", value) }
				: { value: value as PhpSessions },
		).optional(),
		tls: tlsSchema.optional(),
	},
	shape("a site like { port: 8080 }"),
);

/** How a website's declaration is read. */
export const websiteSchema = z.strictObject(
	{
		realServers: records(
			realServerSchema,
			'an object of real servers by name, like { rs1: { host, address: "172.18.0.67" } }',
		),
		sites: records(
			site,
			"an object of sites by name, like { main: { port: 80 } }",
		),
		header: leaf<string | false, string | false>(readHeader).default(
			defaults.header,
		),
		php: z
			.strictObject(
				{
					packages: leaf<readonly string[], readonly string[]>(
						readList(readPackage, 'a list of packages like ["php-gd"]'),
					).optional(),
					settings: phpSettings,
					fpm: phpFpm,
				},
				shape("an object with packages, settings or fpm"),
			)
			.optional(),
		openFilters,
	},
	shape("an object with realServers and sites"),
);

/** One site of a declaration, as far as it can be read. */
export type SiteSketch = EntrySketch<typeof site>;
