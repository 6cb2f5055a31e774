import type { Desired } from "../model/desired.ts";
import type { FilesPlace } from "../model/files-place.ts";
import { familyName, hostText, secret, type Text } from "../model/host-text.ts";
import { formatText } from "../model/wire-text.ts";
import type { WordPress } from "../model/wordpress.ts";
import {
	applicationPackages,
	applicationPart,
	applicationView,
} from "./application.ts";
import { clientPasses } from "./client-passes.ts";
import { formatDraft } from "./draft.ts";
import { passwordOf } from "./memory-store.ts";
import { neededPasses } from "./needed-passes.ts";
import { phpReader } from "./php-reader.ts";
import { sameSite } from "./same-site.ts";
import { sessionPackages } from "./session-store.ts";
import { renderTemplate } from "./template.ts";
import { usersFiles } from "./users-files.ts";
import { databaseAt, objectsAt, wordPressAsks } from "./wordpress-asks.ts";
import { wordPressCron } from "./wordpress-cron.ts";
import { wordPressDropIns } from "./wordpress-drop-ins.ts";
import { keySecret, wordPressKeys } from "./wordpress-keys.ts";
import { wordPressPlaces, wordPressUploads } from "./wordpress-places.ts";
import { wordPressPlugins } from "./wordpress-plugins.ts";

const kind = "wordpress";

/** Code, configuration and virtual host on one real server. */
export function renderWordPress(
	blog: WordPress,
	on: { readonly realServer: string; readonly uploads: FilesPlace },
): Desired {
	const { name, archive } = blog;
	const { content, config } = wordPressPlaces(blog);
	const place = placeOf(blog);
	const view = viewOf(blog, on.realServer);
	const text = (template: string) =>
		renderTemplate(`wordpress/etc/${template}`, view);
	const part = applicationPart({ ...blog, kind }, text("httpd.conf"));
	const cron = wordPressCron(name, place);
	const php = phpReader(name, blog.phpFpm);
	const reloads = php.unit;
	const same = sameSite(name, { prefix: "wp_", table: "options" });
	return formatDraft({
		...part,
		packages: packagesOf(blog),
		archives: archivesOf(blog, formatText(reloads)),
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
		...neededPasses(clientPasses(wordPressAsks(blog)), blog.openFilters),
	});
}

/** Where the code is, and how it finds its configuration. */
function placeOf(blog: WordPress) {
	const { root } = wordPressPlaces(blog);
	return { root, host: blog.url.host, config: `lvs-${blog.name}` };
}

/** The values that its templates may use. */
function viewOf(blog: WordPress, realServer: string) {
	const { archive, database, settings, objects } = blog;
	return {
		...blog,
		...applicationView(blog, realServer),
		...placeOf(blog),
		database: { ...database, address: databaseAt(database) },
		content: wordPressPlaces(blog).content,
		packaged: archive === undefined,
		objects:
			objects === undefined
				? undefined
				: {
						at: objectsAt(objects),
						password: passwordOf(objects.name, "php"),
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
}

function packagesOf(blog: WordPress): Text[] {
	const { archive, plugins, themes } = blog;
	return [
		...applicationPackages(blog, [
			...(archive === undefined ? [] : [archive]),
			...Object.values(plugins),
			...Object.values(themes),
		]),
		familyName("php-zip"),
		...(blog.objects === undefined ? [] : [familyName(sessionPackages.redis)]),
		...(archive === undefined
			? [
					"wordpress",
					"wordpress-theme-twentytwentythree",
					// its package requires the module of the web server, or this one, which is content with php-fpm
					...(blog.phpFpm === undefined ? [] : ["php"]),
				]
			: []),
	];
}

/** Its code, where that is an archive, then plug-ins and themes, each in its directory beside those of WordPress. */
function archivesOf(blog: WordPress, reloads: string): Desired["archives"] {
	const { archive, plugins, themes } = blog;
	const { root, content } = wordPressPlaces(blog);
	return {
		...(archive === undefined
			? {}
			: {
					[root]: {
						file: archive.path,
						sha256: archive.sha256,
						subtree: "wordpress",
						links: { "wp-content/uploads": wordPressUploads },
						reloads,
					},
				}),
		...Object.fromEntries(
			Object.entries({ plugins, themes }).flatMap(([kind, added]) =>
				Object.entries(added).map(([name, { path, sha256 }]) => [
					`${content}/${kind}/${name}`,
					{ file: path, sha256, subtree: name, links: {}, reloads },
				]),
			),
		),
	};
}
