import type { Desired } from "../../../model/desired.ts";
import { type Family, families } from "../../../model/family.ts";
import { raw, sh } from "../../../ssh/shell.ts";
import type { FoundWebServer } from "../../found-applications.ts";
import { nothingOurs } from "../../ours.ts";
import type { Question } from "../../question.ts";
import { socketTables } from "../../socket-tables.ts";
import { visits } from "../../visits.ts";
import {
	httpdConfigurationProbe,
	parseHttpdConfiguration,
} from "./httpd-configuration.ts";

/**
 * The state of the host's web server before a role of ours changes it.
 *
 * Only Debian's Apache is asked whether it serves by threads or processes: elsewhere PHP runs beside the web server, and changes nothing in it.
 */
export const webServer: Question<FoundWebServer> = {
	onlyBefore: true,
	probe: (desired, family) =>
		desired.web === undefined
			? sitesProbe(desired, family)
			: sh`enabled=/etc/apache2/mods-enabled
for module in event worker; do [ ! -e $enabled/mpm_$module.load ] || echo "mpm $module"; done
for module in $enabled/php*.load; do [ ! -e "$module" ] || echo php; done
[ -n "$(ls $enabled/php*.load 2>/dev/null)" ] || for module in /etc/apache2/mods-available/php*.load; do module=\${module##*/}; [ "$module" = 'php*.load' ] || echo "php-off \${module%.load}"; done
[ ! -e $enabled/http2.load ] || echo http2
if systemctl -q is-active apache2 httpd 2>/dev/null; then echo active
else
	# where it is to start it listens on these too; as it comes, on port 80
	for port in $(cat /etc/apache2/ports.conf /etc/httpd/conf/httpd.conf 2>/dev/null | sed -n 's/^Listen \\([0-9]*\\)$/\\1/p' | grep . || echo 80); do
		! awk -v port=$(printf %04X $port) '$4 == "0A" && $2 ~ ":" port "$" { found = 1 } END { exit !found }' ${raw(socketTables("tcp", "tcp6"))} || echo "taken $port"
	done
fi
${raw(httpdConfigurationProbe(family))}`,
	parse({ lines, ours = nothingOurs }) {
		const words = lines.map((line) => line.trim().split(/\s+/));
		const has = (...wanted: string[]) =>
			words.some((found) => wanted.every((word, at) => found[at] === word));
		return {
			threads: words.find(([word]) => word === "mpm")?.[1],
			php: has("php"),
			phpOff: words.findLast(([word]) => word === "php-off")?.[1],
			http2: has("http2"),
			active: has("active"),
			taken: words.flatMap(([word, port = ""]) =>
				word === "taken" ? [port] : [],
			),
			...parseHttpdConfiguration(lines, ours),
		};
	},
};

/** Of a real server: what stands beside sites of ours, where there are some. */
function sitesProbe(desired: Desired, family: Family): string {
	if (visits(desired).length === 0) return "";
	const { names } = families[family];
	const ours = [names["httpd-conf"], names["httpd-sites"]].map(
		(folder) => `${folder}/*lvs-site-*`,
	);
	const { serves = {} } = desired;
	return sh`if [ -n ${Object.keys(serves).join(" ")} ] || [ -n "$(ls ${raw([...new Set(ours)].join(" "))} 2>/dev/null)" ]; then
${raw(httpdConfigurationProbe(family))}
fi`;
}
