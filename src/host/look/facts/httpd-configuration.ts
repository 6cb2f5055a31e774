import { defaults } from "../../../model/defaults.ts";
import { type Family, families } from "../../../model/family.ts";
import { raw, sh } from "../../../ssh/shell.ts";
import type {
	FoundListen,
	FoundVirtualHost,
	FoundWebServer,
} from "../../found-applications.ts";
import { linesAfter } from "../../lines-after.ts";
import type { Ours } from "../../ours.ts";

/** What Apache says of its own configuration, whichever files and conditions it has. */
export type HttpdConfiguration = Pick<
	FoundWebServer,
	"hosts" | "listens" | "tls" | "root" | "content" | "workers" | "phpFpm"
>;

/**
 * Of all lines in force, which mod_info prints, those that say where it listens, what it serves outside of virtual hosts, that php-fpm gets the PHP of all
 * sites, and that it works on more requests at once. Lines of a section are indented there. Before them stand the virtual hosts.
 */
const wanted = `
	/^# In file: / { lines = 1; file = substr($0, 12); next }
	!lines { print; next }
	/^ *# +[0-9]+:$/ { line = $2 + 0; next }
	{ word = tolower($1) }
	word == "<virtualhost" { site = file ":" line }
	word ~ /^<\\/virtualhost/ { site = "" }
	site && word == "serveralias" { sub(/^ *[^ ]+ +/, ""); gsub(/"/, ""); print "alias " site " " $0 }
	/^</ { section = word }
	section ~ /^<files/ && word == "sethandler" && /fcgi:/ { print "php-fpm" }
	/^[^ ]/ && word == "listen" { print "listen " $2 " " file ":" line }
	/^[^ ]/ && word ~ /^(maxrequestworkers|maxclients)$/ && ${defaults.webWorkers} < $2 { print "workers " $2 " " file ":" line }
	/^[^ ]/ && word == "documentroot" { sub(/^[^ ]+ +/, ""); gsub(/"/, ""); print "root " $0 }
	/^[^ ]/ && word ~ /^(proxypass|proxypassmatch|rewriterule|redirect|redirectmatch|wsgiscriptalias|jkmount)$/ { print "content " $1 " (" file ":" line ")" }`;

/** What answers for it. RHEL's apachectl takes no options, and Debian's alone knows the variables of its program. */
const asked: Readonly<Record<Family, string>> = {
	debian: "/usr/sbin/apachectl",
	rhel: "/usr/sbin/httpd",
};

/** Names files with virtual hosts that are as the distribution brought them, and whether TLS is on by another one. */
const brought: Readonly<Record<Family, string>> = {
	debian: `[ ! -e /etc/apache2/mods-enabled/ssl.load ] || echo tls
	site=/etc/apache2/sites-enabled/000-default.conf
	stock=/etc/apache2/sites-available/000-default.conf
	[ ! $site -ef $stock ] || [ "$(dpkg-query -W -f='\${Conffiles}' apache2 2>/dev/null | awk -v file=$stock '$1 == file { print $2 }')" != "$(md5sum <$stock | cut -d ' ' -f 1)" ] || echo "stock $site"`,
	rhel: `! grep -qs '^ *LoadModule ssl_module' /etc/httpd/conf.modules.d/*.conf || echo tls
	site=/etc/httpd/conf.d/ssl.conf
	[ ! -e $site ] || rpm -Vf $site 2>/dev/null | grep -q " $site$" || echo "stock $site"`,
};

/** Prints it, where there is an Apache. */
export function httpdConfigurationProbe(family: Family): string {
	const { names } = families[family];
	return sh`if [ -x ${asked[family]} ]; then
	set -- -t -D DUMP_VHOSTS -D DUMP_CONFIG
	info=${names["httpd-modules"]}/mod_info.so
	[ ! -e $info ] || set -- -C "LoadModule info_module $info" "$@"
	told=$(${asked[family]} "$@" 2>/dev/null | awk ${wanted})
	printf '%s\\n' "$told"
	root=$(printf '%s\\n' "$told" | sed -n 's/^root //p' | tail -n 1)
	[ "$root" != ${names["document-root"]} ] || root=
	for file in ${names["document-root"]}/* \${root:+"$root"/*}; do
		[ ! -e "$file" ] || cmp -s "$file" ${names["stock-page"]} 2>/dev/null || echo "content $file"
	done | head -n 20
	${raw(brought[family])}
fi`;
}

export function parseHttpdConfiguration(
	lines: readonly string[],
	ours: Ours,
): HttpdConfiguration {
	const stock = linesAfter("stock", lines);
	return {
		hosts: hostsIn(lines, (path) =>
			ours.files.has(path) ? "ours" : stock.includes(path) ? "stock" : "others",
		),
		listens: linesAfter("listen", lines).flatMap((line) =>
			listenOf(line, ours),
		),
		tls: lines.includes("tls"),
		...workersIn(lines),
		phpFpm: lines.includes("php-fpm"),
		root: linesAfter("root", lines).at(-1)?.replace(/\/+$/, "") ?? "",
		content: linesAfter("content", lines).filter(
			(path) => !ours.files.has(path) && !ours.files.has(fileOf(path)),
		),
	};
}

/** Reads what Apache prints of its virtual hosts: a place with one of them in one line, one with several in a heading and a line for each. */
function hostsIn(
	lines: readonly string[],
	whoseIs: (path: string) => FoundVirtualHost["whose"],
): FoundVirtualHost[] {
	const found: Omit<FoundVirtualHost, "names">[] = [];
	const names = aliasesIn(lines);
	let place: Pick<FoundVirtualHost, "address" | "port"> | undefined;
	for (const line of lines) {
		const [, address, port = "", alone] =
			/^(\S+):(\d+|\*)\s+(?:is a NameVirtualHost|(\S+ \(.*:\d+\)))$/.exec(
				line,
			) ?? [];
		if (address !== undefined) place = { address, port };
		const site = alone ?? /^\s+port \S+ namevhost (\S+ \(.*\))/.exec(line)?.[1];
		if (site !== undefined && place !== undefined)
			found.push({ ...place, site, whose: whoseIs(fileOf(site)) });
	}
	return found.map((host) => ({
		...host,
		names: [
			...new Set([
				host.site.replace(/ .*/, ""),
				...(names.get(placeOf(host.site)) ?? []),
			]),
		],
	}));
}

/**
 * The aliases of virtual hosts, by file and line: as they are written, and as the web server prints them of those that share a port, where it cannot print what
 * is written.
 */
function aliasesIn(lines: readonly string[]): Map<string, string[]> {
	const found = new Map<string, string[]>();
	const add = (place: string, names: readonly string[]) =>
		found.set(place, [...(found.get(place) ?? []), ...names]);
	for (const line of linesAfter("alias", lines)) {
		const [, place, names = ""] = /^(.*:\d+) (.+)$/.exec(line) ?? [];
		if (place !== undefined) add(place, names.split(/\s+/));
	}
	let site: string | undefined;
	for (const line of lines) {
		site = /^\s+port \S+ namevhost (\S+ \(.*\))/.exec(line)?.[1] ?? site;
		const alias = /^\s+(?:wild )?alias (\S+)$/.exec(line)?.[1];
		if (alias !== undefined && site !== undefined) add(placeOf(site), [alias]);
	}
	return found;
}

/** The last line counts. */
function workersIn(
	lines: readonly string[],
): Pick<HttpdConfiguration, "workers"> {
	const [, count, place = ""] =
		/^(\d+) (.*)$/.exec(linesAfter("workers", lines).at(-1) ?? "") ?? [];
	return count === undefined
		? {}
		: { workers: { count: Number(count), place } };
}

/** `Listen` takes a port, or an address before it. */
function listenOf(line: string, ours: Ours): FoundListen[] {
	const [, at = "", port = "", place = ""] =
		/^(?:(\S+):)?(\d+) (.*)$/.exec(line) ?? [];
	return port === ""
		? []
		: [
				{
					address: ["", "*", "0.0.0.0", "[::]"].includes(at) ? "*" : at,
					port,
					place,
					ours: ours.files.has(place.replace(/:\d+$/, "")),
				},
			];
}

/** The file of `old.test (/etc/httpd/conf.d/corp.conf:1)`; empty where none is named. */
function fileOf(words: string): string {
	return placeOf(words).replace(/:\d+$/, "");
}

/** The same with the line. */
function placeOf(words: string): string {
	return /\((.*:\d+)\)$/.exec(words)?.[1] ?? "";
}
