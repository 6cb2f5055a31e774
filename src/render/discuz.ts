import { type Desired, nothing } from "../model/desired.ts";
import type { Discuz } from "../model/discuz.ts";
import type { NamedHost } from "../model/website.ts";
import { renderTemplate } from "./template.ts";

/** What all real servers must share: what users upload, and what is generated once for all. */
export const discuzData = "/var/lib/discuz/data";

/** Directories of it that each real server keeps for itself: compiled templates, logs, guests' pages. */
const ownDirectories = ["template", "log", "threadcache"];

const rootOf = ({ name }: Discuz) => `/var/www/lvs-${name}`;
const ownOf = ({ name }: Discuz) => `/var/lib/discuz/own-${name}`;

/** Code, configuration and virtual host on one real server. */
export function renderDiscuz(
	bbs: Discuz,
	{ name: realServer }: Pick<NamedHost, "name">,
): Desired {
	const { name, url, archive } = bbs;
	const root = rootOf(bbs);
	const view = {
		...bbs,
		realServer,
		root,
		host: url.host,
		port: url.port,
		listen: url.port === 80 ? "" : url.port,
	};
	const text = (template: string) => renderTemplate(`discuz/${template}`, view);
	const config = (template: string) => ({
		content: text(`config/${template}`),
		mode: "640",
		owner: "root:@httpd-user@",
	});
	const mine = "755 @httpd-user@:@httpd-user@";
	return {
		...nothing,
		packages: {
			"@httpd@": "installed",
			"@php@": "installed",
			"php-cli": "installed",
			"@php-mysql@": "installed",
			"php-gd": "installed",
			"php-xml": "installed",
			"@php-curl@": "installed",
			"php-mbstring": "installed",
			"php-intl": "installed",
			...(archive.path.endsWith(".zip") ? { unzip: "installed" } : {}),
		},
		archives: {
			[root]: {
				file: archive.path,
				sha256: archive.sha256,
				subtree: "upload",
				links: { data: discuzData },
			},
		},
		directories: {
			"/var/lib/discuz": "755 root:root",
			[ownOf(bbs)]: "755 root:root",
			...Object.fromEntries(
				ownDirectories.map((each) => [`${ownOf(bbs)}/${each}`, mine]),
			),
			[`${root}/uc_client/data`]: mine,
			[`${root}/uc_client/data/cache`]: mine,
		},
		files: {
			[`${root}/config/config_global.php`]: config("config_global.php"),
			[`${root}/config/config_ucenter.php`]: config("config_ucenter.php"),
			"/etc/hosts": {
				content: `127.0.0.1 ${url.host}\n`,
				mode: "644",
				block: `discuz ${name}`,
			},
			[`@httpd-conf@/lvs-site-${name}.conf`]: {
				content: text("etc/httpd.conf"),
				mode: "644",
				reloads: "@httpd@",
				test: "/usr/sbin/apachectl configtest",
			},
		},
		units: { "@httpd@": "enabled active" },
	};
}

/** The forum itself, made through one real server when all are ready. */
export function renderDiscuzSite(bbs: Discuz): Desired {
	const directory = `/usr/local/lib/pulumi-lvs/${bbs.name}`;
	const view = {
		...bbs,
		host: bbs.url.host,
		directory,
		root: rootOf(bbs),
		data: discuzData,
		own: ownOf(bbs),
		ownDirectories,
	};
	const file = (template: string, mode: string) => ({
		content: renderTemplate(
			`discuz/usr/local/lib/pulumi-lvs/${template}`,
			view,
		),
		mode,
	});
	return {
		...nothing,
		files: {
			[`${directory}/site.php`]: file("site.php", "644"),
			[`${directory}/discuz-site`]: file("discuz-site", "700"),
		},
		script: `${directory}/discuz-site`,
		conditions: {
			installed: "yes",
			data: "prepared",
			[`password of ${bbs.administrator.user}`]: "as declared",
			guards: bbs.unguarded ? "off" : "as they are",
		},
		keeps: [
			"threads and users: in the database, pictures in the shared storage",
		],
	};
}
