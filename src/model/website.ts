import { asWritten } from "./as-written.ts";
import { badEntries } from "./bad-entries.ts";
import { sitePort } from "./defaults.ts";
import { door } from "./door.ts";
import type { Finding } from "./finding.ts";
import type { Path } from "./path.ts";
import type { PhpFpm } from "./php-fpm.ts";
import { wrongPhpSettings } from "./php-settings.ts";
import {
	missingHosts,
	type NamedHost,
	realServerHosts,
} from "./real-server-hosts.ts";
import type { PhpSessions } from "./session-store.ts";
import { badPlaces, siteClaims } from "./site-places.ts";
import type { WebsiteWithSessions } from "./website-declaration.ts";
import { type SiteSketch, websiteSchema } from "./website-schema.ts";

/** Web sites as they should be on every real server. */
export interface Website {
	readonly name: string;
	readonly realServers: readonly NamedHost[];
	readonly sites: readonly Site[];
	/** False: no header. */
	readonly header: string | false;
	readonly phpPackages: readonly string[];
	/** Settings of php.ini for all sites with PHP. The settings of a site come after them, and replace them. */
	readonly phpSettings: Readonly<Record<string, string>>;
	/** Undefined: PHP runs as the distribution's web server has it. */
	readonly phpFpm: PhpFpm | undefined;
	readonly openFilters: boolean;
}

export interface Site {
	readonly name: string;
	readonly port: number;
	/** The first is the server name, the others are aliases, which may have a `*`. Empty: the site answers for any name. */
	readonly names: readonly string[];
	readonly root: string;
	/** Path below `root` -> text. */
	readonly files: Readonly<Record<string, string>>;
	/** Whether `.htaccess` files below `root` are read. */
	readonly htaccess: boolean;
	readonly php: boolean;
	/** Where PHP keeps its sessions; undefined: in files. */
	readonly sessions: PhpSessions | undefined;
	/** Settings for this site alone. */
	readonly phpSettings: Readonly<Record<string, string>>;
	/** In PEM. The private key is a secret and not part of the model. */
	readonly certificate: string | undefined;
}

export const websiteDoor = door<WebsiteWithSessions>()({
	what: "website",
	schema: websiteSchema,
	rules: ({ values: { realServers, sites, php } }) => [
		...badEntries(["realServers"], realServers, "{ rs1: { host, address } }"),
		...badEntries(["sites"], sites, "{ main: { port: 80 } }"),
		...missingHosts(realServers, "a web site is set up on it"),
		...(sites ?? []).flatMap(filePaths),
		...(sites ?? []).flatMap(aliasesAlone),
		...badPlaces(sites ?? []),
		...wrongPhpSettings(["php", "settings"], php?.values.settings),
		...twoWaysOfPhp(php?.values),
		...(sites ?? []).flatMap(phpLeftOut),
		...phpOfNoSite(sites, php?.given),
		...(sites ?? []).flatMap(({ path, values }) =>
			wrongPhpSettings([...path, "phpSettings"], values.phpSettings),
		),
	],
	claims: ({ values: { realServers = [], sites = [] } }) =>
		siteClaims(sites, realServers),
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
			htaccess:
				found.htaccess ?? Object.keys(found.files ?? {}).some(isHtaccess),
			php: found.php,
			sessions: found.sessions,
			phpSettings: found.phpSettings ?? {},
			certificate: found.tls?.certificate,
		})),
		header: read.header,
		phpPackages: read.php?.packages ?? [],
		phpSettings: read.php?.settings ?? {},
		phpFpm: read.php?.fpm,
		openFilters: read.openFilters,
	}),
});

/** Its check asks for the site by its name, and so does the web server where a page is sent elsewhere. */
function aliasesAlone({ path, given }: SiteSketch): Finding[] {
	return given.includes("aliases") && !given.includes("serverName")
		? [
				{
					path: [...path, "aliases"],
					message:
						"further names of a site that has none; write one of them, without a *, as serverName",
				},
			]
		: [];
}

function filePaths({
	path,
	values: { files = [], htaccess },
}: SiteSketch): Finding[] {
	return [
		...badPaths(path, files),
		...unread(path, files),
		...(htaccess === false && files.some(({ name }) => isHtaccess(name))
			? [
					{
						path: [...path, "htaccess"],
						message:
							"false, and there is a .htaccess among the files: it would not be read; leave one of the two out",
					},
				]
			: []),
	];
}

type Files = NonNullable<SiteSketch["values"]["files"]>;

function isHtaccess(path: string): boolean {
	return /(^|\/)\.htaccess$/.test(path);
}

/** The module's package switches the web server to processes, for all its sites. */
function twoWaysOfPhp({
	fpm,
	packages = [],
}: {
	readonly fpm?: PhpFpm | undefined;
	readonly packages?: readonly string[] | undefined;
} = {}): Finding[] {
	return packages
		.filter((name) => fpm !== undefined && /^libapache2-mod-php/.test(name))
		.map((name) => ({
			path: ["php", "packages"],
			message: `${name} runs PHP as a module of the web server, and php-fpm is declared: leave one of the two out`,
		}));
}

/** Without PHP visitors would get the text of the site's pages, with everything in it, and the settings would have no effect. */
function phpLeftOut({ path, given, values }: SiteSketch): Finding[] {
	if (values.php !== false) return [];
	const pages = (values.files ?? []).filter(({ name }) => /\.php$/.test(name));
	return [
		...(["phpSettings", "sessions"] as const)
			.filter((key) => given.includes(key))
			.map((key) => ({
				path: [...path, key],
				message: "has no effect without PHP; add php: true to the site",
			})),
		...pages.map(({ name }) => ({
			path: [...path, "files"],
			message: `${asWritten(name)} would be sent to visitors as text, without PHP; add php: true to the site`,
		})),
	];
}

function phpOfNoSite(
	sites: readonly SiteSketch[] = [],
	given: readonly string[] = [],
): Finding[] {
	return sites.length === 0 || sites.some(({ values }) => values.php !== false)
		? []
		: given.map((key) => ({
				path: ["php", key],
				message:
					"has no effect, as no site has PHP; add php: true to the sites that need it",
			}));
}

/** Debian's web server runs PHP as a module, which does not read such a file. The user would believe that it is in force. */
function unread(path: Path, files: Files): Finding[] {
	return files
		.filter(({ name }) => /(^|\/)\.user\.ini$/.test(name))
		.map(({ name }) => ({
			path: [...path, "files"],
			message: `${asWritten(name)} is read by PHP as a program of its own alone, and not on every distribution; write its lines as phpSettings`,
		}));
}

function badPaths(path: Path, files: Files): Finding[] {
	return files
		.filter(
			({ name }) =>
				!/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/.test(name) ||
				name.split("/").some((part) => part === "." || part === ".."),
		)
		.map(({ name }) => ({
			path: [...path, "files"],
			message: `${asWritten(name)} is no path below the root; write one like "css/main.css"`,
		}));
}
