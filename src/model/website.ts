import * as z from "zod";
import type { Problem } from "../errors.ts";
import { defaults, sitePort } from "./defaults.ts";
import { quote, wanted } from "./describe.ts";
import { door } from "./door.ts";
import { entryNames } from "./entry-names.ts";
import { fields } from "./fields.ts";
import { known, leaf, type ReadLeaf, secretLeaf } from "./leaf.ts";
import { readBoolean, readPort } from "./leaves.ts";
import {
	readAbsolutePath,
	readList,
	readPackage,
	readText,
} from "./path-leaves.ts";
import {
	type NamedHost,
	realServerHosts,
	realServersWithHost,
} from "./real-server-hosts.ts";
import { realServerSchema } from "./schema.ts";
import { records, shape } from "./shape.ts";

/** Web sites as they shall be on every real server. */
export interface Website {
	readonly name: string;
	readonly realServers: readonly NamedHost[];
	readonly sites: readonly Site[];
	/** Empty: none. */
	readonly header: string;
	readonly phpPackages: readonly string[];
}

export interface Site {
	readonly name: string;
	readonly port: number;
	/** The first is the name, the others aliases; none: any. */
	readonly names: readonly string[];
	readonly root: string;
	/** Path below `root` -> text. */
	readonly files: Readonly<Record<string, string>>;
	readonly php: boolean;
	readonly phpSettings: Readonly<Record<string, string>>;
	/** PEM; the key is a secret, and not here. */
	readonly certificate: string | undefined;
}

export const readServerName: ReadLeaf<string> = (value) =>
	typeof value === "string" &&
	/^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(
		value,
	)
		? { value: value.toLowerCase() }
		: { problem: wanted('a host name like "www.example.com"', value) };

const readHeader: ReadLeaf<string> = (value) =>
	value === false
		? { value: "" }
		: typeof value === "string" && /^[A-Za-z0-9-]+$/.test(value)
			? { value }
			: {
					problem: wanted(
						'the name of a header like "X-Real-Server", or false',
						value,
					),
				};

/** One value of php.ini; what would end it in the web server's configuration is refused. */
const readSetting: ReadLeaf<string> = (value) =>
	typeof value === "string" && /^[^"\\\n]*$/.test(value)
		? { value }
		: { problem: wanted("a value without quotes and newlines", value) };

/** A package, or one that has another name in each family. */
const readPhpPackage: ReadLeaf<string> = (value) =>
	typeof value === "string" && /^@php-[a-z]+@$/.test(value)
		? { value }
		: readPackage(value);

const text = leaf<string, string>(readText);

const settings = records(
	leaf<string, string>(readSetting),
	'an object like { "upload_max_filesize": "20M" }',
).optional();

const site = z.strictObject(
	{
		port: leaf<number, number>(readPort).optional(),
		serverName: leaf<string, string>(readServerName).optional(),
		aliases: leaf<readonly string[], readonly string[]>(
			readList(readServerName, 'a list of names like ["example.com"]'),
		).optional(),
		root: leaf<string, string>(readAbsolutePath("/www/vhost1")).optional(),
		files: records(
			text,
			'an object of files by path, like { "index.html": "<h1>{{realServer}}</h1>" }',
		).optional(),
		php: leaf<boolean, boolean>(readBoolean).optional(),
		phpSettings: settings,
		tls: z
			.strictObject(
				{ certificate: text, key: secretLeaf(readText) },
				shape("an object like { certificate, key }"),
			)
			.optional(),
	},
	shape("a site like { port: 8080 }"),
);

const schema = z.strictObject(
	{
		realServers: records(
			realServerSchema,
			'an object of real servers by name, like { rs1: { host, address: "172.18.0.67" } }',
		),
		sites: records(
			site,
			"an object of sites by name, like { main: { port: 80 } }",
		),
		header: leaf<string | false, string>(readHeader).optional(),
		php: z
			.strictObject(
				{
					packages: leaf<readonly string[], readonly string[]>(
						readList(readPhpPackage, 'a list of packages like ["php-gd"]'),
					).optional(),
					settings,
				},
				shape("an object with packages or settings"),
			)
			.optional(),
	},
	shape("an object with realServers and sites"),
);

export const websiteDoor = door({
	what: "website",
	schema,
	rules: (declaration) => [
		...entryNames(declaration, "realServers", "{ rs1: { host, address } }"),
		...entryNames(declaration, "sites", "{ main: { port: 80 } }"),
		...realServersWithHost(declaration, "a web site is set up on it"),
		...sitesOf(declaration).flatMap(([name, found]) =>
			filePaths(name, fields(found.files) ?? {}),
		),
		...samePlace(declaration),
		...settingNames(declaration),
	],
	resolve: (name, read): Website => ({
		name,
		realServers: realServerHosts(read.realServers),
		sites: Object.entries(read.sites).map(([key, found]) => ({
			name: key,
			port: found.port ?? sitePort(found.tls !== undefined),
			names: [
				...(found.serverName === undefined ? [] : [found.serverName]),
				...(found.aliases ?? []),
			],
			root: found.root ?? `/var/www/lvs-${name}/${key}`,
			files: found.files ?? {},
			php: found.php ?? false,
			phpSettings: { ...read.php?.settings, ...found.phpSettings },
			certificate: found.tls?.certificate,
		})),
		header: read.header ?? defaults.header,
		phpPackages: read.php?.packages ?? [],
	}),
});

function sitesOf(declaration: unknown): [string, Record<string, unknown>][] {
	return Object.entries(fields(fields(declaration)?.sites) ?? {}).map(
		([name, found]) => [name, fields(found) ?? {}],
	);
}

function filePaths(site: string, files: Record<string, unknown>): Problem[] {
	return Object.keys(files)
		.filter(
			(path) =>
				!/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/.test(path) ||
				path.split("/").some((part) => part === "." || part === ".."),
		)
		.map((path) => ({
			path: `sites.${site}.files`,
			message: `${quote(path)} is no path below the root; write one like "css/main.css"`,
		}));
}

/** The web server would answer the second one's clients with the first. */
function samePlace(declaration: unknown): Problem[] {
	const seen = new Map<string, string>();
	return sitesOf(declaration).flatMap(([name, found]) => {
		const port = known(
			readPort,
			found.port ?? sitePort(found.tls !== undefined),
		);
		const serverName =
			found.serverName === undefined
				? ""
				: known(readServerName, found.serverName);
		if (port === undefined || serverName === undefined) return [];
		const place = `${port} ${serverName}`;
		const first = seen.get(place);
		seen.set(place, first ?? name);
		return first === undefined
			? []
			: [
					{
						path: `sites.${name}`,
						message: `has the port and name of ${first} already; give it a port or a serverName of its own`,
					},
				];
	});
}

function settingNames(declaration: unknown): Problem[] {
	const php = fields(fields(declaration)?.php);
	return [
		["php.settings", php?.settings] as const,
		...sitesOf(declaration).map(
			([name, found]) =>
				[`sites.${name}.phpSettings`, found.phpSettings] as const,
		),
	].flatMap(([path, settings]) =>
		Object.keys(fields(settings) ?? {})
			.filter((name) => !/^[a-z][A-Za-z0-9_.]*$/.test(name))
			.map((name) => ({
				path,
				message: `${quote(name)} cannot be a setting of PHP; write one like "upload_max_filesize"`,
			})),
	);
}
