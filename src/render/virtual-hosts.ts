import { familyName } from "../model/host-text.ts";
import { isWildcard } from "../model/server-name.ts";
import type { Site, Website } from "../model/website.ts";
import type { DraftFile } from "./draft.ts";
import { httpdModules } from "./httpd-modules.ts";
import { phpFpmUnit, poolLines } from "./php-fpm.ts";
import { phpLines } from "./php-lines.ts";
import { requestLimit } from "./request-limit.ts";
import { firstSiteFile, siteFile } from "./site-file.ts";
import { renderTemplate } from "./template.ts";
import { keyDirectory, tlsLines } from "./tls.ts";
import { settingsOf, wayOfPhp } from "./website-php.ts";

/** The files of virtual hosts: one for sites without a name, and one for sites with names. The first of them also has the lines that all sites need. */
export function virtualHosts(
	website: Website,
	realServer: string,
): DraftFile[] {
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
			site.certificate === undefined
				? ""
				: tlsLines(certificatePlace(name, site)),
		limit: String(requestLimit(settings) ?? ""),
		phpLines: !site.php
			? ""
			: website.phpFpm === undefined
				? phpLines(settings)
				: poolLines(name, site.name),
	};
}

/** Sites that answer whatever name a client asks for. */
export function nameless(sites: readonly Site[]): readonly Site[] {
	return sites.filter(({ names }) => names.length === 0);
}

/** Where the certificate and the key of a site lie, without `.crt` and `.key`. */
export function certificatePlace(website: string, site: Site): string {
	return `${keyDirectory}/${website}-${site.name}`;
}
