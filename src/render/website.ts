import type { Desired } from "../model/desired.ts";
import { familyName } from "../model/host-text.ts";
import type { NamedHost } from "../model/real-server-hosts.ts";
import type { Site, Website } from "../model/website.ts";
import { clientPasses } from "./client-passes.ts";
import { formatDraft } from "./draft.ts";
import { neededPasses } from "./needed-passes.ts";
import { phpFpmPackage } from "./php-fpm.ts";
import { phpReader } from "./php-reader.ts";
import { serves } from "./serves.ts";
import { sessionPackages } from "./session-store.ts";
import { siteDirectories, siteDocuments } from "./site-documents.ts";
import { keyDirectory, tlsFiles } from "./tls.ts";
import { certificatePlace, nameless, virtualHosts } from "./virtual-hosts.ts";
import { poolsOf, wayOfPhp } from "./website-php.ts";

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
			...siteDirectories(sites).map(
				(path) => ({ path, state: "any" }) as const,
			),
			...(tls.length > 0
				? [{ path: keyDirectory, mode: "755", owner: "root:root" }]
				: []),
			...fpm.directories,
		],
		files: [
			...sites.flatMap((site) => siteDocuments(site, name, reader.unit)),
			...tls.flatMap((site) =>
				tlsFiles(
					certificatePlace(website.name, site),
					site.certificate ?? "",
					`${site.name}-key`,
				),
			),
			...fpm.files,
			// this file comes last, as it names all the other files
			...virtualHosts(website, name),
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

/** Port -> the names of its sites. */
function namesOf(sites: readonly Site[]): Record<string, string[]> {
	const found: Record<string, string[]> = {};
	for (const { port, names } of sites)
		if (names.length > 0) found[port] = [...(found[port] ?? []), ...names];
	return found;
}
