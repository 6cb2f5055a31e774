import { sh } from "../../../ssh/shell.ts";
import type { FoundWebServer } from "../../found-applications.ts";
import { nothingOurs, type Ours } from "../../ours.ts";
import type { Question } from "../../question.ts";

/**
 * What the web server of the host does already, before a role of ours comes to it.
 *
 * Debian's Apache alone is asked for its way of working: elsewhere PHP runs beside the web server, and changes nothing in it.
 */
export const webServer: Question<FoundWebServer> = {
	onlyBefore: true,
	probe: ({ web }) =>
		web === undefined
			? ""
			: sh`enabled=/etc/apache2/mods-enabled
for module in event worker; do [ ! -e $enabled/mpm_$module.load ] || echo "mpm $module"; done
for module in $enabled/php*.load; do [ ! -e "$module" ] || echo php; done
[ ! -e $enabled/http2.load ] || echo http2
if systemctl -q is-active apache2 httpd 2>/dev/null; then echo active
else
	# where it is to start it listens on these too; as it comes, on port 80
	for port in $(cat /etc/apache2/ports.conf /etc/httpd/conf/httpd.conf 2>/dev/null | sed -n 's/^Listen \\([0-9]*\\)$/\\1/p' | grep . || echo 80); do
		! awk -v port=$(printf %04X $port) '$4 == "0A" && $2 ~ ":" port "$" { found = 1 } END { exit !found }' /proc/net/tcp /proc/net/tcp6 2>/dev/null || echo "taken $port"
	done
fi
stock=/etc/apache2/sites-available/000-default.conf
if [ -n ${web.answersAll.join(" ")} ] && command -v apachectl >/dev/null; then
	apachectl -t -D DUMP_VHOSTS 2>/dev/null
	[ ! /etc/apache2/sites-enabled/000-default.conf -ef $stock ] || [ "$(dpkg-query -W -f='\${Conffiles}' apache2 2>/dev/null | awk -v file=$stock '$1 == file { print $2 }')" != "$(md5sum <$stock | cut -d ' ' -f 1)" ] || echo "stock 000-default.conf"
fi`,
	parse({ lines, ours = nothingOurs }) {
		const words = lines.map((line) => line.trim().split(/\s+/));
		const has = (...wanted: string[]) =>
			words.some((found) => wanted.every((word, at) => found[at] === word));
		return {
			threads: words.find(([word]) => word === "mpm")?.[1],
			php: has("php"),
			http2: has("http2"),
			active: has("active"),
			taken: words.flatMap(([word, port = ""]) =>
				word === "taken" ? [port] : [],
			),
			firstSites: firstSites(lines, ours, has("stock", "000-default.conf")),
		};
	},
};

/**
 * Reads what Apache prints of its virtual hosts.
 *
 * @param stock whether the distribution's first site is as it came.
 * @returns Port -> the site that answers for all names that no other site has, and where it stands: `old.test (/etc/apache2/sites-enabled/corp.conf:1)`
 */
function firstSites(
	lines: readonly string[],
	ours: Ours,
	stock: boolean,
): Record<string, string> {
	const found: Record<string, string> = {};
	let port = "";
	for (const line of lines) {
		const [, several, alone] =
			/^\S*:(\d+|\*)\s+(?:is a NameVirtualHost|(\S+ \(.*\)))/.exec(line) ?? [];
		if (several !== undefined) port = several;
		const site = alone ?? /^\s+default server (\S+ \(.*\))/.exec(line)?.[1];
		if (site === undefined || port === "") continue;
		const [, path = ""] = / \((.*):\d+\)$/.exec(site) ?? [];
		const untouched = stock && path.endsWith("/000-default.conf");
		if (!ours.files.has(path) && !untouched) found[port] = site;
	}
	return found;
}
