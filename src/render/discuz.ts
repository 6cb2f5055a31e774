import type { Desired } from "../model/desired.ts";
import type { Discuz } from "../model/discuz.ts";
import type { FilesPlace } from "../model/files-place.ts";
import { familyName, hostText } from "../model/host-text.ts";
import { formatText } from "../model/wire-text.ts";
import {
	applicationPackages,
	applicationPart,
	applicationView,
} from "./application.ts";
import { renderApplicationSite } from "./application-site.ts";
import { clientPasses } from "./client-passes.ts";
import { formatDraft } from "./draft.ts";
import { neededPasses } from "./needed-passes.ts";
import { phpReader } from "./php-reader.ts";
import { sameSite } from "./same-site.ts";
import { renderTemplate } from "./template.ts";
import { filesStay, usersFiles } from "./users-files.ts";

const kind = "discuz";

/** The directory that all real servers must share: users' uploads, and files that the forum generates once for all. */
export const discuzData = "/var/lib/discuz/data";

/** Directories below it that each real server has to itself: compiled templates, logs, guests' pages. */
const ownDirectories = ["template", "log", "threadcache"];

const rootOf = ({ name }: Discuz) => `/var/www/lvs-${name}`;
const ownOf = ({ name }: Discuz) => `/var/lib/discuz/own-${name}`;

/** Code, configuration and virtual host on one real server. */
export function renderDiscuz(
	bbs: Discuz,
	on: { readonly realServer: string; readonly data: FilesPlace },
): Desired {
	const { archive, database, readFrom } = bbs;
	const root = rootOf(bbs);
	const view = {
		...bbs,
		...applicationView(bbs, on.realServer),
		root,
	};
	const php = phpReader(bbs.name, bbs.phpFpm);
	const text = (template: string) => renderTemplate(`discuz/${template}`, view);
	const config = (template: string) => ({
		path: `${root}/config/${template}`,
		content: text(`config/${template}`),
		mode: "640",
		readBy: "others" as const,
		owner: hostText`root:${familyName("httpd-user")}`,
		reloads: php.unit,
	});
	const roots = (path: string) => ({ path, mode: "755", owner: "root:root" });
	const mine = (path: string) => ({
		path,
		mode: "755",
		owner: hostText`${familyName("httpd-user")}:${familyName("httpd-user")}`,
	});
	const same = sameSite(bbs.name, { prefix: "pre_", table: "common_member" });
	const part = applicationPart({ ...bbs, kind }, text("etc/httpd.conf"));
	return formatDraft({
		...part,
		packages: applicationPackages(bbs, [archive]),
		archives: {
			[root]: {
				file: archive.path,
				sha256: archive.sha256,
				subtree: "upload",
				links: { data: discuzData },
				reloads: formatText(php.unit),
			},
		},
		directories: [
			...part.directories,
			roots("/var/lib/discuz"),
			// shared storage brings it, or the user
			...(on.data === "here" ? [mine(discuzData)] : []),
			roots(ownOf(bbs)),
			...ownDirectories.map((each) => mine(`${ownOf(bbs)}/${each}`)),
			mine(`${root}/uc_client/data`),
			mine(`${root}/uc_client/data/cache`),
		],
		files: [
			// it tests the file that follows
			same.file,
			{ ...config("config_global.php"), test: same.test },
			config("config_ucenter.php"),
			...part.files,
		],
		units: [...part.units, php],
		...usersFiles("data", discuzData, on.data),
		...neededPasses(
			clientPasses([
				{ what: "the database", at: database.address, port: database.port },
				...(readFrom === undefined
					? []
					: [{ what: "the replicas", at: readFrom, port: database.port }]),
			]),
			bbs.openFilters,
		),
	});
}

/** The forum itself. It is set up once all real servers are ready, through one of them. */
export function renderDiscuzSite(bbs: Discuz, data: FilesPlace): Desired {
	return renderApplicationSite(
		{ ...bbs, kind },
		{
			...bbs,
			root: rootOf(bbs),
			data: discuzData,
			own: ownOf(bbs),
			ownDirectories,
		},
		{
			conditions: {
				installed: "yes",
				data: "prepared",
				[`password of ${bbs.administrator.user}`]: "as declared",
				guards: bbs.unguarded ? "off" : "as they are",
			},
			keeps: [
				`threads and users: in the database, pictures ${filesStay(discuzData, data)}`,
			],
		},
	);
}
