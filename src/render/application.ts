import type { ArchiveDeclaration } from "../model/application.ts";
import { clearPort } from "../model/clear-port.ts";
import { defaults } from "../model/defaults.ts";
import type { Front } from "../model/front.ts";
import { familyName, type Text } from "../model/host-text.ts";
import { isWildcard } from "../model/server-name.ts";
import type { Draft, DraftFile } from "./draft.ts";
import { httpdModules } from "./httpd-modules.ts";
import { phpFpm, phpFpmPackage, phpFpmUnit, poolLines } from "./php-fpm.ts";
import { phpLines } from "./php-lines.ts";
import { requestLimit } from "./request-limit.ts";
import { serves } from "./serves.ts";
import { siteFile } from "./site-file.ts";
import { renderTemplate } from "./template.ts";
import { keyDirectory, tlsFiles, tlsLines } from "./tls.ts";

/** A PHP application: its model, and the folder of its templates. */
export interface Application extends Front {
	readonly kind: "wordpress" | "discuz";
	readonly name: string;
	readonly archive: ArchiveDeclaration | undefined;
}

/** The secret that holds the private key of an application's site. */
export const tlsKeySecret = "tls-key";

/** The packages that an application needs on a real server, and the one that unpacks its archives. */
export function applicationPackages(
	{ phpFpm }: Pick<Front, "phpFpm">,
	archives: readonly ArchiveDeclaration[],
): Text[] {
	return [
		familyName("httpd"),
		phpFpm === undefined ? familyName("php") : phpFpmPackage,
		...phpPackages,
		...(archives.some(({ path }) => path.endsWith(".zip")) ? ["unzip"] : []),
	];
}

/** The settings of PHP that the code of an application needs. */
const phpPackages: readonly Text[] = [
	"php-cli",
	familyName("php-mysql"),
	"php-gd",
	"php-xml",
	familyName("php-curl"),
	"php-mbstring",
	"php-intl",
];

/** Values that every template for a real server may use. */
export function applicationView(
	{
		name,
		url,
		aliases,
		port,
		certificate,
		trusted,
		phpSettings,
		phpFpm,
	}: Omit<Application, "kind">,
	realServer: string,
) {
	const tls = certificate === undefined ? "" : tlsLines(placeOf({ name }));
	const settings = Object.entries(phpSettings);
	const front = {
		host: url.host,
		port,
		header: defaults.header,
		realServer,
		tlsLines: tls,
	};
	// where each has a *, the site itself has this name too, and stands before
	const first = aliases.find((name) => !isWildcard(name)) ?? url.host;
	return {
		...front,
		modules: httpdModules({
			fpm: phpFpm !== undefined,
			tls: certificate !== undefined,
			ports: [port],
		}),
		redirects: renderTemplate("httpd/redirects", {
			...front,
			url: url.text,
			first,
			others: aliases.filter((name) => name !== first),
			aliases,
			clear: clearPort(port, certificate !== undefined) ?? "",
		}),
		phpLines: phpFpm === undefined ? phpLines(settings) : poolLines(name, name),
		limit: requestLimit(settings),
		// an expression of the web server: who is connected, where mod_remoteip has put the visitor in his place too
		trusted: trusted
			.map((sender) => `%{CONN_REMOTE_ADDR} -ipmatch '${sender}'`)
			.join(" || "),
	};
}

/** Where the certificate and the key of an application's site lie, without `.crt` and `.key`. */
function placeOf({ name }: Pick<Application, "name">): string {
	return `${keyDirectory}/${name}`;
}

/** What an application adds to the web server of a real server: its virtual host, its certificate, and its own address in /etc/hosts where it answers itself. */
export function applicationPart(
	application: Application,
	virtualHost: Text,
): Required<Pick<Draft, "directories" | "files" | "units" | "web">> &
	ReturnType<typeof serves> {
	const { kind, name, url, aliases, port, certificate, trusted } = application;
	const clear = clearPort(port, certificate !== undefined);
	const ports = clear === undefined ? [port] : [port, clear];
	const php = poolOf(application);
	const files: DraftFile[] = [
		// The application sends requests to itself, and a look-up that no name server answers takes 20 s. Where TLS ends before, nobody answers HTTPS here.
		...(trusted.length > 0
			? []
			: [
					{
						path: "/etc/hosts",
						content: `127.0.0.1 ${url.host}\n`,
						mode: "644",
						readBy: "others",
						block: `${kind} ${name}`,
					} as const,
				]),
		...(certificate === undefined
			? []
			: tlsFiles(placeOf(application), certificate, tlsKeySecret)),
		...php.files,
		{
			path: siteFile(name),
			content: virtualHost,
			mode: "644",
			readBy: "others",
			reloads: familyName("httpd"),
			...(application.phpFpm === undefined
				? {}
				: { leadsTo: phpFpmUnit(name) }),
			test: { by: "httpd" },
		},
	];
	return {
		directories: [
			...(certificate === undefined
				? []
				: [{ path: keyDirectory, mode: "755", owner: "root:root" }]),
			...php.directories,
		],
		files,
		units: [
			{ unit: familyName("httpd"), state: "enabled active" },
			...php.units,
		],
		...serves("web", ports),
		web: {
			answersAll: [],
			names: Object.fromEntries(
				ports.map((each) => [each, [url.host, ...aliases]]),
			),
			php: application.phpFpm === undefined ? true : "fpm",
		},
	};
}

/** The site's own pool, if php-fpm runs PHP. */
function poolOf({
	name,
	phpFpm: declared,
	phpSettings,
}: Application): ReturnType<typeof phpFpm> {
	return declared === undefined
		? { directories: [], files: [], units: [] }
		: phpFpm(
				name,
				declared,
				[{ name, settings: Object.entries(phpSettings) }],
				phpPackages,
			);
}
