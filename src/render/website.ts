import { dirname } from "node:path/posix";
import { type Desired, nothing } from "../model/desired.ts";
import { literal, TextWithPlaces } from "../model/placeholders.ts";
import type { NamedHost } from "../model/real-server-hosts.ts";
import { webPorts } from "../model/web-ports.ts";
import type { Site, Website } from "../model/website.ts";
import { serves } from "./serves.ts";
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
			settings: site.php
				? Object.entries(site.phpSettings).map(([key, value]) => ({
						key,
						value: new TextWithPlaces(value),
					}))
				: [],
			settingsInOne: new TextWithPlaces(
				Object.entries(site.php ? site.phpSettings : {})
					.map(([key, value]) => `${key}=${value}`)
					.join("\\n"),
			),
		})),
	});
	return {
		...nothing,
		packages: {
			"@httpd@": "installed",
			...(php ? { "@php@": "installed" } : {}),
			...Object.fromEntries(
				website.phpPackages.map((each) => [each, "installed"]),
			),
		},
		directories: {
			...Object.fromEntries(
				placesOf(sites).map((directory) => [directory, "any"]),
			),
			...(tls.length > 0 ? { [keyDirectory]: "755 root:root" } : {}),
		},
		files: {
			...Object.fromEntries(sites.flatMap((site) => filesOf(site, name))),
			...Object.fromEntries(tls.flatMap((site) => tlsFiles(website, site))),
			// last, as it names all the other files
			[`@httpd-conf@/lvs-site-${website.name}.conf`]: {
				content,
				mode: "640",
				readBy: "others",
				owner: "root:root",
				reloads: "@httpd@",
				test: "/usr/sbin/apachectl configtest",
			},
		},
		units: { "@httpd@": "enabled active" },
		...serves(
			"web",
			sites.map(({ port }) => port),
		),
	};
}

function siteView({ name, header }: Website, site: Site, realServer: string) {
	const [serverName, ...aliases] = site.names;
	return {
		...site,
		serverName: serverName ?? "",
		aliases,
		header,
		realServer,
		tls: site.certificate !== undefined,
		keys: `${keyDirectory}/${name}-${site.name}`,
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

function filesOf({ root, files }: Site, realServer: string) {
	return Object.entries(files).map(([path, content]) => [
		`${root}/${path}`,
		{
			content: literal(content.replaceAll("{{realServer}}", realServer)),
			mode: "644",
			readBy: "others",
		},
	]);
}

function tlsFiles({ name }: Website, site: Site) {
	return [
		[
			`${keyDirectory}/${name}-${site.name}.crt`,
			{
				content: site.certificate ?? "",
				mode: "644",
				readBy: "others",
				reloads: "@httpd@",
			},
		],
		[
			`${keyDirectory}/${name}-${site.name}.key`,
			{
				content: `@secret:${site.name}-key@\n`,
				mode: "600",
				readBy: "others",
				reloads: "@httpd@",
			},
		],
	];
}
