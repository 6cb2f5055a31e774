import { basename, dirname } from "node:path/posix";
import type { Desired } from "../model/desired.ts";
import { familyName, hostText, type Text } from "../model/host-text.ts";
import type { NamedHost } from "../model/real-server-hosts.ts";
import type { Site, Website } from "../model/website.ts";
import { type DraftFile, formatDraft } from "./draft.ts";
import { httpdModules } from "./httpd-modules.ts";
import { phpLines } from "./php-lines.ts";
import { serves } from "./serves.ts";
import { sessionPackages, sessionSettings } from "./session-store.ts";
import { renderTemplate } from "./template.ts";
import { keyDirectory, tlsFiles, tlsLines } from "./tls.ts";

/** Virtual hosts, their files, and the packages of PHP, on one real server. */
export function renderWebsite(
	website: Website,
	{ name }: Pick<NamedHost, "name">,
): Desired {
	const { sites } = website;
	const php = sites.some((site) => site.php);
	const tls = sites.filter(({ certificate }) => certificate !== undefined);
	const views = sites.map((site) => siteView(website, site, name));
	const content = renderTemplate("website/etc/httpd/conf.d/lvs.conf", {
		website: website.name,
		modules: httpdModules({
			php,
			tls: tls.length > 0,
			overrides: views.some(({ overrides }) => overrides),
			ports: sites.map(({ port }) => port),
		}),
		sites: views,
	});
	return formatDraft({
		packages: [
			familyName("httpd"),
			...(php ? [familyName("php")] : []),
			...website.phpPackages,
			...sites.flatMap(({ sessions }) =>
				sessions === undefined
					? []
					: [familyName(sessionPackages[sessions.type])],
			),
		],
		directories: [
			...placesOf(sites).map((path) => ({ path, state: "any" }) as const),
			...(tls.length > 0
				? [{ path: keyDirectory, mode: "755", owner: "root:root" }]
				: []),
		],
		files: [
			...sites.flatMap((site) => filesOf(site, name)),
			...tls.flatMap((site) =>
				tlsFiles(
					placeOf(website.name, site),
					site.certificate ?? "",
					`${site.name}-key`,
				),
			),
			// last, as it names all the other files
			{
				path: hostText`${familyName("httpd-conf")}/lvs-site-${website.name}.conf`,
				content,
				mode: "640",
				readBy: "others",
				owner: "root:root",
				reloads: familyName("httpd"),
				test: "/usr/sbin/apachectl configtest",
			},
		],
		units: [{ unit: familyName("httpd"), state: "enabled active" }],
		...serves(
			"web",
			sites.map(({ port }) => port),
		),
	});
}

function siteView(
	{ name, header, phpSettings }: Website,
	site: Site,
	realServer: string,
) {
	const [serverName, ...aliases] = site.names;
	const settings: readonly [string, Text][] = site.php
		? Object.entries({
				...phpSettings,
				...(site.sessions === undefined ? {} : sessionSettings(site.sessions)),
				...site.phpSettings,
			})
		: [];
	return {
		...site,
		// who brings such files wants them read
		overrides: Object.keys(site.files).some(
			(path) => basename(path) === ".htaccess",
		),
		serverName: serverName ?? "",
		aliases,
		header,
		realServer,
		tlsLines:
			site.certificate === undefined ? "" : tlsLines(placeOf(name, site)),
		phpLines: phpLines(settings),
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

function filesOf({ root, files }: Site, realServer: string): DraftFile[] {
	return Object.entries(files).map(([path, content]) => ({
		path: `${root}/${path}`,
		content: content.replaceAll("{{realServer}}", realServer),
		mode: "644",
		readBy: "others",
	}));
}
