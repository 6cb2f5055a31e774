import { asWritten } from "./as-written.ts";
import { badEntries } from "./bad-entries.ts";
import { type Claim, machineNames } from "./claim.ts";
import { sitePort } from "./defaults.ts";
import { door } from "./door.ts";
import type { Finding } from "./finding.ts";
import type { Path } from "./path.ts";
import {
	missingHosts,
	type NamedHost,
	realServerHosts,
} from "./real-server-hosts.ts";
import type { WebsiteDeclaration } from "./website-declaration.ts";
import { type SiteSketch, websiteSchema } from "./website-schema.ts";

/** Web sites as they should be on every real server. */
export interface Website {
	readonly name: string;
	readonly realServers: readonly NamedHost[];
	readonly sites: readonly Site[];
	/** False: no header. */
	readonly header: string | false;
	readonly phpPackages: readonly string[];
}

export interface Site {
	readonly name: string;
	readonly port: number;
	/** The first is the server name, the others are aliases. Empty: the site answers for any name. */
	readonly names: readonly string[];
	readonly root: string;
	/** Path below `root` -> text. */
	readonly files: Readonly<Record<string, string>>;
	readonly php: boolean;
	readonly phpSettings: Readonly<Record<string, string>>;
	/** In PEM. The private key is a secret and not part of the model. */
	readonly certificate: string | undefined;
}

export const websiteDoor = door<WebsiteDeclaration>()({
	what: "website",
	schema: websiteSchema,
	rules: ({ values: { realServers, sites, php } }) => [
		...badEntries(["realServers"], realServers, "{ rs1: { host, address } }"),
		...badEntries(["sites"], sites, "{ main: { port: 80 } }"),
		...missingHosts(realServers, "a web site is set up on it"),
		...(sites ?? []).flatMap(filePaths),
		...samePlace(sites ?? []),
		...settingNames(["php", "settings"], php?.values.settings),
		...(sites ?? []).flatMap(({ path, values }) =>
			settingNames([...path, "phpSettings"], values.phpSettings),
		),
	],
	claims: ({ values: { realServers = [], sites = [] } }) =>
		sites.flatMap((site) =>
			realServers.flatMap(({ name, values: { host, address } }): Claim[] => {
				const port = portOf(site);
				const machine = machineNames(host, address);
				return port === undefined
					? []
					: [
							{
								kind: "site",
								path: site.path,
								port,
								realServer: name,
								machine,
							},
						];
			}),
		),
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
			php: found.php,
			phpSettings: { ...read.php?.settings, ...found.phpSettings },
			certificate: found.tls?.certificate,
		})),
		header: read.header,
		phpPackages: read.php?.packages ?? [],
	}),
});

function filePaths({ path, values: { files = [] } }: SiteSketch): Finding[] {
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

function portOf({ given, values }: SiteSketch): number | undefined {
	return given.includes("port") ? values.port : sitePort(given.includes("tls"));
}

/** The web server would answer the second one's clients with the first. */
function samePlace(sites: readonly SiteSketch[]): Finding[] {
	const seen = new Map<string, string>();
	return sites.flatMap((site) => {
		const { name, path, given, values } = site;
		const port = portOf(site);
		const serverName = given.includes("serverName") ? values.serverName : "";
		if (port === undefined || serverName === undefined) return [];
		const place = `${port} ${serverName}`;
		const first = seen.get(place);
		seen.set(place, first ?? name);
		return first === undefined
			? []
			: [
					{
						path,
						message: `has the same port and name as ${first}; give it a port or a serverName of its own`,
					},
				];
	});
}

function settingNames(
	path: Path,
	settings: readonly { readonly name: string }[] = [],
): Finding[] {
	return settings
		.filter(({ name }) => !/^[a-z][A-Za-z0-9_.]*$/.test(name))
		.map(({ name }) => ({
			path,
			message: `${asWritten(name)} cannot be a setting of PHP; write one like "upload_max_filesize"`,
		}));
}
