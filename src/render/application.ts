import type { ArchiveDeclaration } from "../model/application.ts";
import { defaults } from "../model/defaults.ts";
import { type Desired, type DesiredFile, nothing } from "../model/desired.ts";
import { programDirectory } from "../model/program-directory.ts";
import type { SiteUrl } from "../model/site-url.ts";
import { webPorts } from "../model/web-ports.ts";
import { renderTemplate } from "./template.ts";

/** An application in PHP: its model, and the folder of its templates. */
export interface Application {
	readonly kind: "wordpress" | "discuz";
	readonly name: string;
	readonly url: SiteUrl;
	readonly archive: ArchiveDeclaration | undefined;
}

/** What the web server and PHP need for it, and what its archive is unpacked with. */
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

/** What every template of a real server may say. */
export function applicationView({ url }: Pick<Application, "url">) {
	return {
		host: url.host,
		port: url.port,
		listen: url.port === webPorts.http ? "" : url.port,
		header: defaults.header,
	};
}

/** Its virtual host, and the way from the real server to itself. */
export function applicationFiles(
	{ kind, name, url }: Application,
	virtualHost: string,
): Record<string, DesiredFile> {
	return {
		// it asks itself; a look-up that nobody answers takes 20 s
		"/etc/hosts": {
			content: `127.0.0.1 ${url.host}\n`,
			mode: "644",
			block: `${kind} ${name}`,
		},
		[`@httpd-conf@/lvs-site-${name}.conf`]: {
			content: virtualHost,
			mode: "644",
			reloads: "@httpd@",
			test: "/usr/sbin/apachectl configtest",
		},
	};
}

/** What is made once for all real servers, through one of them: by a script, and PHP that speaks to the application. */
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
