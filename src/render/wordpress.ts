import { defaults } from "../model/defaults.ts";
import type { Desired } from "../model/desired.ts";
import type { FilesPlace } from "../model/files-place.ts";
import { familyName, hostText, secret } from "../model/host-text.ts";
import type { WordPressObjects } from "../model/object-cache.ts";
import { formatText } from "../model/wire-text.ts";
import type { WordPress } from "../model/wordpress.ts";
import {
	applicationPackages,
	applicationPart,
	applicationView,
} from "./application.ts";
import { renderApplicationSite } from "./application-site.ts";
import { type Asked, clientPasses } from "./client-passes.ts";
import { formatDraft } from "./draft.ts";
import { passwordOf } from "./memory-store.ts";
import { neededPasses } from "./needed-passes.ts";
import { phpReader } from "./php-reader.ts";
import { sameSite } from "./same-site.ts";
import { sessionPackages } from "./session-store.ts";
import { renderTemplate } from "./template.ts";
import { filesStay, usersFiles } from "./users-files.ts";
import { wordPressCron } from "./wordpress-cron.ts";
import { wordPressDropIns } from "./wordpress-drop-ins.ts";
import { wordPressPlugins } from "./wordpress-plugins.ts";

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

/** The places of the code and its configuration. The distribution's package has its own places for them. */
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

/** `DB_HOST` of wp-config.php may have a port after the address. */
function endpoint({ address, port }: WordPress["database"]): string {
	return port === defaults.databasePort ? address : `${address}:${port}`;
}

function objectsAt({ address, port }: WordPressObjects): string {
	return `${address}:${port}`;
}

/** Code, configuration and virtual host on one real server. */
export function renderWordPress(
	blog: WordPress,
	on: { readonly realServer: string; readonly uploads: FilesPlace },
): Desired {
	const { name, archive, database, settings } = blog;
	const { root, content, config } = placesOf(blog);
	const place = { root, host: blog.url.host, config: `lvs-${name}` };
	const view = {
		...blog,
		...applicationView(blog, on.realServer),
		...place,
		database: { ...database, address: endpoint(database) },
		content,
		packaged: archive === undefined,
		objects:
			blog.objects === undefined
				? undefined
				: {
						at: objectsAt(blog.objects),
						password: passwordOf(blog.objects.name, "php"),
					},
		keys: wordPressKeys.map((key) => ({
			key,
			value: secret(keySecret(key), "php"),
		})),
		settings: Object.entries(settings).map(([key, value]) => ({
			key,
			value: typeof value === "string" ? `'${value}'` : String(value),
		})),
	};
	const text = (template: string) =>
		renderTemplate(`wordpress/etc/${template}`, view);
	const part = applicationPart({ ...blog, kind }, text("httpd.conf"));
	const cron = wordPressCron(name, place);
	const php = phpReader(name, blog.phpFpm);
	const reloads = php.unit;
	const same = sameSite(name, { prefix: "wp_", table: "options" });
	return formatDraft({
		...part,
		packages: [
			...applicationPackages(blog, [
				...(archive === undefined ? [] : [archive]),
				...Object.values(blog.plugins),
				...Object.values(blog.themes),
			]),
			familyName("php-zip"),
			...(blog.objects === undefined
				? []
				: [familyName(sessionPackages.redis)]),
			...(archive === undefined
				? [
						"wordpress",
						"wordpress-theme-twentytwentythree",
						// its package requires the module of the web server, or this one, which is content with php-fpm
						...(blog.phpFpm === undefined ? [] : ["php"]),
					]
				: []),
		],
		archives: {
			...(archive === undefined
				? {}
				: {
						[root]: {
							file: archive.path,
							sha256: archive.sha256,
							subtree: "wordpress",
							links: { "wp-content/uploads": wordPressUploads },
							reloads: formatText(reloads),
						},
					}),
			...addedArchives(blog, content, formatText(reloads)),
		},
		directories: [
			...part.directories,
			// the distribution's package brings this directory, and so does shared storage
			...(archive === undefined || on.uploads !== "here"
				? []
				: [
						{
							path: wordPressUploads,
							mode: "755",
							owner: hostText`${familyName("httpd-user")}:${familyName("httpd-user")}`,
						},
					]),
		],
		files: [
			// it tests the file that follows
			same.file,
			{
				path: config,
				content: text("config.php"),
				mode: "640",
				readBy: "others" as const,
				owner: hostText`root:${familyName("httpd-user")}`,
				reloads,
				test: same.test,
			},
			...[
				...wordPressPlugins(blog, content),
				...wordPressDropIns(blog, content),
			].map((file) => ({ ...file, reloads })),
			...part.files,
			...cron.files,
		],
		units: [...part.units, php, ...cron.units],
		...usersFiles("uploads", wordPressUploads, on.uploads),
		...neededPasses(clientPasses(askedOf(blog)), blog.openFilters),
	});
}

/** The machines to which it sends requests. */
function askedOf({ database, objects, mail }: WordPress): Asked[] {
	return [
		{ what: "the database", at: database.address, port: database.port },
		...(objects === undefined
			? []
			: [
					{
						what: "the object cache",
						at: objects.address,
						port: objects.port,
					},
				]),
		// requests to a server on the machine itself use no link
		...(mail === undefined || mail.host === "localhost"
			? []
			: [{ what: "the mail server", at: mail.host, port: mail.port }]),
	];
}

/** Plug-ins and themes, each in its directory beside those of WordPress. */
function addedArchives(
	{ plugins, themes }: WordPress,
	content: string,
	reloads: string,
): Desired["archives"] {
	return Object.fromEntries(
		Object.entries({ plugins, themes }).flatMap(([kind, added]) =>
			Object.entries(added).map(([name, { path, sha256 }]) => [
				`${content}/${kind}/${name}`,
				{ file: path, sha256, subtree: name, links: {}, reloads },
			]),
		),
	);
}

/** The site has an object cache if this file exists. The cache must be emptied when the database is restored. */
export const objectsCondition = "object cache";

/** The site itself. It is set up once all real servers are ready, through one of them. */
export function renderWordPressSite(
	blog: WordPress,
	uploads: FilesPlace,
): Desired {
	const { name, url, registration, administrator, objects } = blog;
	const open = registration === "closed" ? "0" : "1";
	return renderApplicationSite(
		{ ...blog, kind },
		{
			...blog,
			home: url.text,
			root: placesOf(blog).root,
			open,
			config: `lvs-${name}`,
			forgets: objects !== undefined,
		},
		{
			conditions: {
				// after a change of the database we check whether the site is in the new one
				database: `${endpoint(blog.database)} ${blog.database.database}`,
				installed: "yes",
				tables: "as the code wants them",
				home: url.text,
				registration: open,
				[`password of ${administrator.user}`]: "as declared",
				// it is only used when all real servers have it: a real server without it writes changes that the others would not see
				...(objects === undefined
					? {}
					: { [objectsCondition]: objectsAt(objects) }),
			},
			code: ["site.php", "move-url.php"],
			keeps: [
				`articles and users: in the database, pictures ${filesStay(wordPressUploads, uploads)}`,
			],
		},
	);
}
