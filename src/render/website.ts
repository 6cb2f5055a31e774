import { dirname } from "node:path/posix";
import type { Desired } from "../model/desired.ts";
import { familyName, type Text } from "../model/host-text.ts";
import type { NamedHost } from "../model/real-server-hosts.ts";
import { isWildcard } from "../model/server-name.ts";
import type { Site, Website } from "../model/website.ts";
import { clientPasses } from "./client-passes.ts";
import { collectorSettings } from "./collector-settings.ts";
import { type DraftFile, formatDraft } from "./draft.ts";
import { httpdModules } from "./httpd-modules.ts";
import { neededPasses } from "./needed-passes.ts";
import { phpFpm, phpFpmPackage, phpFpmUnit, poolLines } from "./php-fpm.ts";
import { phpLines } from "./php-lines.ts";
import { phpReader } from "./php-reader.ts";
import { requestLimit } from "./request-limit.ts";
import { serves } from "./serves.ts";
import { sessionPackages, sessionSettings } from "./session-store.ts";
import { firstSiteFile, siteFile } from "./site-file.ts";
import { renderTemplate } from "./template.ts";
import { keyDirectory, tlsFiles, tlsLines } from "./tls.ts";

/** Virtual hosts, their files, and the packages of PHP, on one real server. */
export function renderWebsite(
	website: Website,
	{ name }: Pick<NamedHost, "name">,
): Desired {
	const { sites } = website;
	const php = wayOfPhp(website);
	const more = [
		...website.phpPackages,
		...sites.flatMap(({ sessions }) =>
			sessions === undefined
				? []
				: [familyName(sessionPackages[sessions.type])],
		),
	];
	const fpm = poolsOf(website, more);
	const reader = phpReader(website.name, website.phpFpm);
	const tls = sites.filter(({ certificate }) => certificate !== undefined);
	return formatDraft({
		packages: [
			familyName("httpd"),
			...(php === "fpm" ? [phpFpmPackage] : php ? [familyName("php")] : []),
			...more,
		],
		directories: [
			...placesOf(sites).map((path) => ({ path, state: "any" }) as const),
			...(tls.length > 0
				? [{ path: keyDirectory, mode: "755", owner: "root:root" }]
				: []),
			...fpm.directories,
		],
		files: [
			...sites.flatMap((site) => filesOf(site, name, reader.unit)),
			...tls.flatMap((site) =>
				tlsFiles(
					placeOf(website.name, site),
					site.certificate ?? "",
					`${site.name}-key`,
				),
			),
			...fpm.files,
			// this file comes last, as it names all the other files
			...configurations(website, name),
		],
		units: [
			{ unit: familyName("httpd"), state: "enabled active" },
			...(php === false ? [] : [reader]),
			...fpm.units,
		],
		...serves(
			"web",
			sites.map(({ port }) => port),
		),
		web: {
			answersAll: nameless(sites).map(({ port }) => port),
			names: namesOf(sites),
			php,
		},
		...neededPasses(
			clientPasses(
				sites.flatMap(({ sessions }) =>
					sessions === undefined
						? []
						: [
								{
									what: "the session store",
									at: sessions.address,
									port: sessions.port,
								},
							],
				),
			),
			website.openFilters,
		),
	});
}

/** How PHP runs; false: no site has it. */
function wayOfPhp({ sites, phpFpm }: Website): boolean | "fpm" {
	const php = sites.some((site) => site.php);
	return php && phpFpm !== undefined ? "fpm" : php;
}

/** A pool for each site with PHP, where php-fpm runs it. */
function poolsOf(
	website: Website,
	packages: readonly Text[],
): ReturnType<typeof phpFpm> {
	const { name, sites } = website;
	return website.phpFpm === undefined || wayOfPhp(website) !== "fpm"
		? { directories: [], files: [], units: [] }
		: phpFpm(
				name,
				website.phpFpm,
				sites
					.filter(({ php }) => php)
					.map((site) => ({
						name: site.name,
						settings: settingsOf(website, site),
					})),
				packages,
			);
}

/** Sites that answer whatever name a client asks for. */
function nameless(sites: readonly Site[]): readonly Site[] {
	return sites.filter(({ names }) => names.length === 0);
}

/** Port -> the names of its sites. */
function namesOf(sites: readonly Site[]): Record<string, string[]> {
	const found: Record<string, string[]> = {};
	for (const { port, names } of sites)
		if (names.length > 0) found[port] = [...(found[port] ?? []), ...names];
	return found;
}

/** The files of virtual hosts: one for sites without a name, and one for sites with names. The first of them also has the lines that all sites need. */
function configurations(website: Website, realServer: string): DraftFile[] {
	const { name, sites } = website;
	const named = sites
		.filter(({ names }) => names.length > 0)
		.sort((one, other) => widest(one) - widest(other));
	const parts = [
		{ path: firstSiteFile(name), sites: nameless(sites) },
		{ path: siteFile(name), sites: named },
	].filter(({ sites }) => sites.length > 0);
	return parts.map(({ path, sites: own }, index) => ({
		path,
		content: renderTemplate("website/etc/httpd/conf.d/lvs.conf", {
			website: name,
			modules:
				index > 0
					? ""
					: httpdModules({
							fpm: wayOfPhp(website) === "fpm",
							tls: sites.some(({ certificate }) => certificate !== undefined),
							overrides: sites.some(({ htaccess }) => htaccess),
							ports: sites.map(({ port }) => port),
						}),
			sites: own.map((site) => siteView(website, site, realServer)),
		}),
		mode: "640",
		readBy: "others" as const,
		owner: "root:root",
		reloads: familyName("httpd"),
		...(wayOfPhp(website) === "fpm" ? { leadsTo: phpFpmUnit(name) } : {}),
		test: { by: "httpd" } as const,
	}));
}

/** The web server gives a client to the first site that has his name, by a `*` too: so the narrowest one stands first. */
function widest({ names }: Site): number {
	// no name has more labels
	return Math.max(
		-128,
		...names.filter(isWildcard).map((name) => -name.split(".").length),
	);
}

/** Its settings of php.ini. */
function settingsOf(
	{ phpSettings }: Website,
	site: Site,
): readonly [string, Text][] {
	const declared = {
		...phpSettings,
		...(site.sessions === undefined ? {} : sessionSettings(site.sessions)),
		...site.phpSettings,
	};
	return Object.entries({ ...collectorSettings(declared), ...declared });
}

function siteView(website: Website, site: Site, realServer: string) {
	const { name, header } = website;
	const [serverName, ...aliases] = site.names;
	const settings = site.php ? settingsOf(website, site) : [];
	return {
		...site,
		serverName: serverName ?? "",
		aliases,
		header,
		realServer,
		tlsLines:
			site.certificate === undefined ? "" : tlsLines(placeOf(name, site)),
		limit: String(requestLimit(settings) ?? ""),
		phpLines: !site.php
			? ""
			: website.phpFpm === undefined
				? phpLines(settings)
				: poolLines(name, site.name),
	};
}

/** Where the certificate and the key of a site lie, without `.crt` and `.key`. */
function placeOf(website: string, site: Site): string {
	return `${keyDirectory}/${website}-${site.name}`;
}

/** The directories of sites and their files, parents first, without those that every system has. */
function placesOf(sites: readonly Site[]): string[] {
	const known = ["/", "/home", "/opt", "/srv", "/usr", "/var", "/var/www"];
	const all = sites.flatMap(({ root, files }) =>
		Object.keys(files)
			.map((path) => dirname(`${root}/${path}`))
			.concat(root)
			.flatMap(withParents),
	);
	return [...new Set(all)].filter((path) => !known.includes(path)).sort();
}

function withParents(path: string): string[] {
	return path === "/" ? [path] : [...withParents(dirname(path)), path];
}

/** @param reader the unit that runs PHP. */
function filesOf(
	{ root, files, php }: Site,
	realServer: string,
	reader: Text,
): DraftFile[] {
	return Object.entries(files).map(([path, content]) => ({
		path: `${root}/${path}`,
		content: content.replaceAll("{{realServer}}", realServer),
		mode: "644",
		readBy: "others",
		...(php && path.endsWith(".php") ? { reloads: reader } : {}),
	}));
}
