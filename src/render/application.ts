import type { ArchiveDeclaration } from "../model/application.ts";
import { defaults } from "../model/defaults.ts";
import type { Desired } from "../model/desired.ts";
import { familyName, hostText, type Text } from "../model/host-text.ts";
import { programDirectory } from "../model/program-directory.ts";
import type { SiteUrl } from "../model/site-url.ts";
import { webPorts } from "../model/web-ports.ts";
import { type Draft, type DraftFile, formatDraft } from "./draft.ts";
import { renderTemplate } from "./template.ts";

/** A PHP application: its model, and the folder of its templates. */
export interface Application {
	readonly kind: "wordpress" | "discuz";
	readonly name: string;
	readonly url: SiteUrl;
	readonly archive: ArchiveDeclaration | undefined;
}

/** The packages that an application needs on a real server, and the one that unpacks its archive. */
export function applicationPackages({
	archive,
}: Pick<Application, "archive">): Text[] {
	return [
		familyName("httpd"),
		familyName("php"),
		"php-cli",
		familyName("php-mysql"),
		"php-gd",
		"php-xml",
		familyName("php-curl"),
		"php-mbstring",
		"php-intl",
		...(archive?.path.endsWith(".zip") ? ["unzip"] : []),
	];
}

/** Values that every template for a real server may use. */
export function applicationView({ url }: Pick<Application, "url">) {
	return {
		host: url.host,
		port: url.port,
		listen: url.port === webPorts.http ? "" : url.port,
		header: defaults.header,
	};
}

/** The virtual host of the application, and its own address in /etc/hosts. */
export function applicationFiles(
	{ kind, name, url }: Application,
	virtualHost: Text,
): DraftFile[] {
	return [
		// the application sends requests to itself, and a look-up that no name server answers takes 20 s
		{
			path: "/etc/hosts",
			content: `127.0.0.1 ${url.host}\n`,
			mode: "644",
			readBy: "others",
			block: `${kind} ${name}`,
		},
		{
			path: hostText`${familyName("httpd-conf")}/lvs-site-${name}.conf`,
			content: virtualHost,
			mode: "644",
			readBy: "others",
			reloads: familyName("httpd"),
			test: "/usr/sbin/apachectl configtest",
		},
	];
}

/** What is set up once for all real servers, through one of them: a script, and PHP code that uses the application. */
export function renderApplicationSite(
	{ kind, name, url }: Application,
	view: object,
	wanted: Required<Pick<Draft, "conditions" | "keeps">>,
): Desired {
	const directory = programDirectory(name);
	const file = (path: string, template: string, mode: string, of: string) => ({
		path,
		content: renderTemplate(`${of}/usr/local/lib/pulumi-lvs/${template}`, {
			...view,
			host: url.host,
			directory,
		}),
		mode,
		readBy: "our script" as const,
	});
	const script = `${directory}/${kind}-site`;
	return formatDraft({
		files: [
			file(`${directory}/site.php`, "site.php", "644", kind),
			file(
				`${directory}/database-password.php`,
				"database-password.php",
				"644",
				"application",
			),
			file(script, `${kind}-site`, "700", kind),
		],
		script,
		...wanted,
		conditions: {
			...wanted.conditions,
			"password of the database": "in use everywhere",
		},
	});
}
