import { defaults } from "../model/defaults.ts";
import { type Desired, nothing } from "../model/desired.ts";
import type { WordPress } from "../model/wordpress.ts";
import {
	applicationFiles,
	applicationPackages,
	applicationView,
	renderApplicationSite,
} from "./application.ts";
import { serves } from "./serves.ts";
import { renderTemplate } from "./template.ts";

const kind = "wordpress";

/** Names of the eight constants that WordPress signs cookies with. They must be the same on all real servers. */
export const wordPressKeys = [
	"AUTH_KEY",
	"SECURE_AUTH_KEY",
	"LOGGED_IN_KEY",
	"NONCE_KEY",
	"AUTH_SALT",
	"SECURE_AUTH_SALT",
	"LOGGED_IN_SALT",
	"NONCE_SALT",
] as const;

/** `LOGGED_IN_KEY` -> `logged-in-key` */
export function keySecret(key: string): string {
	return key.toLowerCase().replaceAll("_", "-");
}

/** The directory of users' uploads, the only one that all real servers must share. */
export const wordPressUploads = "/var/lib/wordpress/wp-content/uploads";

/** Where the code and its configuration are. The distribution's package has its own places for them. */
function placesOf({ name, archive }: WordPress) {
	const own = `/var/www/lvs-${name}`;
	return archive === undefined
		? {
				root: "/usr/share/wordpress",
				content: "/var/lib/wordpress/wp-content",
				config: `/etc/wordpress/config-lvs-${name}.php`,
			}
		: {
				root: own,
				content: `${own}/wp-content`,
				config: `${own}/wp-config.php`,
			};
}

/** `DB_HOST` of wp-config.php takes a port behind the address. */
function endpoint({ address, port }: WordPress["database"]): string {
	return port === defaults.databasePort ? address : `${address}:${port}`;
}

/** Code, configuration and virtual host on one real server. */
export function renderWordPress(
	blog: WordPress,
	on: { readonly realServer: string; readonly sharedUploads: boolean },
): Desired {
	const { name, archive, registration, database } = blog;
	const { root, content, config } = placesOf(blog);
	const view = {
		...blog,
		database: { ...database, address: endpoint(database) },
		...applicationView(blog),
		realServer: on.realServer,
		root,
		content,
		packaged: archive === undefined,
		config: `lvs-${name}`,
		keys: wordPressKeys.map((key) => ({ key, secret: keySecret(key) })),
	};
	const text = (template: string) =>
		renderTemplate(`wordpress/etc/${template}`, view);
	return {
		...nothing,
		packages: {
			...applicationPackages(blog),
			"@php-zip@": "installed",
			...(archive === undefined
				? {
						wordpress: "installed",
						"wordpress-theme-twentytwentythree": "installed",
					}
				: {}),
		},
		...(archive === undefined
			? {}
			: {
					archives: {
						[root]: {
							file: archive.path,
							sha256: archive.sha256,
							subtree: "wordpress",
							links: { "wp-content/uploads": wordPressUploads },
						},
					},
					// the distribution's package brings this directory, and so does shared storage
					directories: on.sharedUploads
						? {}
						: { [wordPressUploads]: "755 @httpd-user@:@httpd-user@" },
				}),
		files: {
			[config]: {
				content: text("config.php"),
				mode: "640",
				owner: "root:@httpd-user@",
			},
			...(registration === "with-password"
				? {
						[`${content}/mu-plugins/lvs-${name}.php`]: {
							content: text("registration.php"),
							mode: "644",
						},
					}
				: {}),
			...applicationFiles({ ...blog, kind }, text("httpd.conf")),
		},
		units: { "@httpd@": "enabled active" },
		...serves("web", [blog.url.port]),
	};
}

/** The site itself, which is set up once all real servers are ready, through one of them. */
export function renderWordPressSite(blog: WordPress): Desired {
	const { name, url, registration, administrator } = blog;
	const open = registration === "closed" ? "0" : "1";
	return renderApplicationSite(
		{ ...blog, kind },
		{
			...blog,
			home: url.text,
			root: placesOf(blog).root,
			open,
			config: `lvs-${name}`,
		},
		{
			conditions: {
				installed: "yes",
				tables: "as the code wants them",
				home: url.text,
				registration: open,
				[`password of ${administrator.user}`]: "as declared",
			},
			keeps: [
				"articles and users: in the database, pictures in the shared storage",
			],
		},
	);
}
