import { dirname } from "node:path/posix";
import type { Desired } from "../model/desired.ts";
import {
	familyName,
	hostText,
	joined,
	secret,
	type Text,
} from "../model/host-text.ts";
import type { NamedHost } from "../model/real-server-hosts.ts";
import { webPorts } from "../model/web-ports.ts";
import type { Site, Website } from "../model/website.ts";
import { collectorSettings } from "./collector-settings.ts";
import { type DraftFile, formatDraft } from "./draft.ts";
import { serves } from "./serves.ts";
import { sessionPackages, sessionSettings } from "./session-store.ts";
import { renderTemplate } from "./template.ts";

/** Virtual hosts, their files, and the packages of PHP, on one real server. */
export function renderWebsite(
	website: Website,
	{ name }: Pick<NamedHost, "name">,
): Desired {
	const { sites } = website;
	const php = sites.some((site) => site.php);
	const tls = sites.filter(({ certificate }) => certificate !== undefined);
	const content = renderTemplate("website/etc/httpd/conf.d/lvs.conf", {
		website: website.name,
		php,
		tls: tls.length > 0,
		listens: listensOf(sites),
		sites: sites.map((site) => ({
			...siteView(website, site, name),
		})),
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
			...tls.flatMap((site) => tlsFiles(website, site)),
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
	const declared = {
		...phpSettings,
		...(site.sessions === undefined ? {} : sessionSettings(site.sessions)),
		...site.phpSettings,
	};
	const settings: readonly [string, Text][] = site.php
		? Object.entries({ ...collectorSettings(declared), ...declared })
		: [];
	return {
		...site,
		serverName: serverName ?? "",
		aliases,
		header,
		realServer,
		tls: site.certificate !== undefined,
		keys: `${keyDirectory}/${name}-${site.name}`,
		settings: settings.map(([key, value]) => ({ key, value })),
		settingsInOne: joined(
			settings.map(([key, value]) => hostText`${key}=${value}`),
			"\\n",
		),
	};
}

const keyDirectory = "/etc/pulumi-lvs";

/** Ports that our configuration must add. The web server's own listens on the HTTP port, and where it has TLS on the HTTPS port. */
function listensOf(sites: readonly Site[]): number[] {
	const ports = new Set(sites.map(({ port }) => port));
	return [...ports].filter(
		(port) => port !== webPorts.http && port !== webPorts.https,
	);
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

function tlsFiles({ name }: Website, site: Site): DraftFile[] {
	const path = `${keyDirectory}/${name}-${site.name}`;
	return [
		{
			path: `${path}.crt`,
			content: site.certificate ?? "",
			mode: "644",
			readBy: "others",
			reloads: familyName("httpd"),
		},
		{
			path: `${path}.key`,
			content: hostText`${secret(`${site.name}-key`)}\n`,
			mode: "600",
			readBy: "others",
			reloads: familyName("httpd"),
		},
	];
}
