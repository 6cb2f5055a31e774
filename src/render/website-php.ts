import type { Text } from "../model/host-text.ts";
import type { Site, Website } from "../model/website.ts";
import { collectorSettings } from "./collector-settings.ts";
import { phpFpm } from "./php-fpm.ts";
import { sessionSettings } from "./session-store.ts";

/** How PHP runs; false: no site has it. */
export function wayOfPhp({ sites, phpFpm }: Website): boolean | "fpm" {
	const php = sites.some((site) => site.php);
	return php && phpFpm !== undefined ? "fpm" : php;
}

/** A pool for each site with PHP, where php-fpm runs it. */
export function poolsOf(
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

/** Its settings of php.ini. */
export function settingsOf(
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
