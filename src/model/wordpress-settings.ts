import { asWritten } from "./as-written.ts";
import type { Finding } from "./finding.ts";
import { leaf, type ReadLeaf } from "./leaf.ts";
import { records } from "./shape.ts";
import { wanted } from "./wanted.ts";

/** A constant of wp-config.php. */
export type WordPressSetting = string | number | boolean;

const readSetting: ReadLeaf<WordPressSetting> = (value) =>
	typeof value === "boolean" ||
	(typeof value === "number" && Number.isFinite(value)) ||
	(typeof value === "string" && /^[^'\\\n]*$/.test(value))
		? { value }
		: {
				problem: wanted(
					"a number, true, false, or text without quotes and backslashes",
					value,
				),
			};

/** Constants by name. */
export const wordPressSettings = records(
	leaf<WordPressSetting, WordPressSetting>(readSetting),
	'an object like { WP_MEMORY_LIMIT: "128M" }',
).optional();

/** Constants that the component writes -> what to write in place of a setting. */
const ours: readonly (readonly [RegExp, string])[] = [
	[/^(DB|LVS)_/, "it follows from `database`"],
	[/^WP_(HOME|SITEURL)$/, "it follows from `url`"],
	[/^FORCE_SSL_(ADMIN|LOGIN)$/, "it follows from `url`"],
	[/_(KEY|SALT)$/, "write it in `keys`"],
	[
		/^(WP_CONTENT_DIR|WP_CONTENT_URL|ABSPATH|WPINC|UPLOADS)$/,
		"the component decides where the code and the uploads lie",
	],
	[
		/^(DISALLOW_FILE_MODS|WP_AUTO_UPDATE_CORE|AUTOMATIC_UPDATER_DISABLED)$/,
		"what a browser installs would be on one real server only; declare `plugins`, `themes` or another `archive`",
	],
	[/^WP_HTTP_BLOCK_EXTERNAL$/, "write `callsOut`"],
	[
		/^(DISABLE_WP_CRON|ALTERNATE_WP_CRON)$/,
		"a timer on the real servers runs the scheduled tasks of WordPress",
	],
];

/** Constants of a network of sites. */
const ofNetworks =
	/^(MULTISITE|SUBDOMAIN_INSTALL|SUNRISE|(DOMAIN|PATH|SITE_ID|BLOG_ID)_CURRENT_SITE)$/;

/** What is wrong with the names of constants. */
export function wrongSettings(
	settings: readonly { readonly name: string }[] = [],
): Finding[] {
	return settings.flatMap(({ name }) => {
		const instead = ours.find(([pattern]) => pattern.test(name))?.[1];
		const message = !/^[A-Z][A-Z0-9_]*$/.test(name)
			? `${asWritten(name)} cannot be a constant of WordPress; write one like WP_MEMORY_LIMIT`
			: ofNetworks.test(name)
				? `${name} makes a network of sites, and a WordPress serves one site here; declare another WordPress, with a database of its own, for each further one`
				: instead === undefined
					? undefined
					: `${name} is written by the component itself: ${instead}`;
		return message === undefined ? [] : [{ path: ["settings"], message }];
	});
}
