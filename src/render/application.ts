import type { ArchiveDeclaration } from "../model/application.ts";
import { defaults } from "../model/defaults.ts";
import { type Desired, type DesiredFile, nothing } from "../model/desired.ts";
import { programDirectory } from "../model/program-directory.ts";
import type { SiteUrl } from "../model/site-url.ts";
import { webPorts } from "../model/web-ports.ts";
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
}: Pick<Application, "archive">): Record<string, string> {
	return {
		"@httpd@": "installed",
		"@php@": "installed",
		"php-cli": "installed",
		"@php-mysql@": "installed",
		"php-gd": "installed",
		"php-xml": "installed",
		"@php-curl@": "installed",
		"php-mbstring": "installed",
		"php-intl": "installed",
		...(archive?.path.endsWith(".zip") ? { unzip: "installed" } : {}),
	};
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
	virtualHost: string,
): Record<string, DesiredFile> {
	return {
		// the application sends requests to itself, and a look-up that no name server answers takes 20 s
		"/etc/hosts": {
			content: `127.0.0.1 ${url.host}\n`,
			mode: "644",
			readBy: "others",
			block: `${kind} ${name}`,
		},
		[`@httpd-conf@/lvs-site-${name}.conf`]: {
			content: virtualHost,
			mode: "644",
			readBy: "others",
			reloads: "@httpd@",
			test: "/usr/sbin/apachectl configtest",
		},
	};
}

/** What is set up once for all real servers, through one of them: a script, and PHP code that uses the application. */
export function renderApplicationSite(
	{ kind, name, url }: Application,
	view: object,
	wanted: Pick<Desired, "conditions" | "keeps">,
): Desired {
	const directory = programDirectory(name);
	const file = (template: string, mode: string) => ({
		content: renderTemplate(`${kind}/usr/local/lib/pulumi-lvs/${template}`, {
			...view,
			host: url.host,
			directory,
		}),
		mode,
		readBy: "our script" as const,
	});
	return {
		...nothing,
		files: {
			[`${directory}/site.php`]: file("site.php", "644"),
			[`${directory}/${kind}-site`]: file(`${kind}-site`, "700"),
		},
		script: `${directory}/${kind}-site`,
		...wanted,
	};
}
