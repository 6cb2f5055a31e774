import type { Desired } from "../../model/desired.ts";
import { families } from "../../model/family.ts";
import type { Observed } from "../observed.ts";
import { besideSites } from "./beside-sites.ts";
import { hostsOn } from "./hosts-on.ts";
import type { Reason } from "./reason.ts";

/** Refuses a site without a name where the operator already has one: its requests would get our site. */
export function firstSiteOfOthers(
	{ web }: Desired,
	{ webServer }: Observed,
): Reason[] {
	return (web?.answersAll ?? []).flatMap((port) => {
		const [first] = hostsOn(String(port), webServer.hosts);
		return first?.whose !== "others"
			? []
			: [
					{
						saw: `on port ${port} the site ${first.site} answers for all names that no other site has, and a site without a \`serverName\` would take its place`,
						advice:
							"Give the site a `serverName` or a port of its own; or take theirs out of the web server first (a2dissite).",
					},
				];
	});
}

/**
 * Refuses a site on a port where the operator's pages come from no virtual host: the first one that comes there answers for all names. Beside the distribution's
 * own as it came that is a site without a name.
 */
export function mainServerOfOthers(
	{ web, serves = {} }: Desired,
	{ webServer, family }: Observed,
): Reason[] {
	const { active, content, root, listens, hosts } = webServer;
	if (web === undefined || !active) return [];
	const stock = families[family].names["document-root"];
	return Object.keys(serves).flatMap((port) => {
		const found = hostsOn(port, hosts);
		const lost =
			found.length === 0
				? content.filter((each) => !isPath(each) || isIn(root, each))
				: web.answersAll.includes(Number(port)) && found[0]?.whose === "stock"
					? content.filter((each) => isIn(stock, each))
					: [];
		return lost.length === 0 ||
			!listens.some((line) => !line.ours && line.port === port)
			? []
			: [
					{
						saw: `on port ${port} the web server serves ${lost.slice(0, 3).join(", ")} by no virtual host of yours, and the site that is declared there would answer in its place`,
						advice:
							"Put it into a <VirtualHost> of its own first. Or give the site another port; or move it away, where nobody needs it.",
					},
				];
	});
}

function isPath(content: string): boolean {
	return content.startsWith("/");
}

function isIn(directory: string, content: string): boolean {
	return directory !== "" && content.startsWith(`${directory}/`);
}

/** Refuses where visitors would not come to a site, or the web server would not start again, before anything of ours is there. */
export function sitesBesideOthers(
	desired: Desired,
	observed: Observed,
): Reason[] {
	return besideSites(desired, observed)
		.filter(({ stops }) => stops)
		.map(({ saw, advice }) => ({ saw, advice }));
}

/** Refuses to bring PHP as a module into a web server that serves by threads: its package would change how all sites of the host are served. */
export function threadsOfOthers(
	{ web }: Desired,
	{ webServer, family }: Observed,
): Reason[] {
	const { threads, php, http2, active } = webServer;
	return web?.php === true &&
		family === "debian" &&
		threads !== undefined &&
		active &&
		!php
		? [
				{
					saw: `the web server runs with mpm_${threads}${http2 ? " and HTTP/2" : ""}, and PHP as a module needs mpm_prefork: installing it would change how all sites of this host are served`,
					advice: `Let php-fpm run it, which leaves the web server as it is: write \`phpFpm: true\`, for a Website \`php: { fpm: true }\`. If processes are meant, change it yourself first: a2dismod ${http2 ? "http2 " : ""}mpm_${threads} && a2enmod mpm_prefork && systemctl restart apache2.`,
				},
			]
		: [];
}

/** Refuses to serve PHP by a module that somebody switched off, also after ours came: its sites answer 503 until it is there. */
export function phpSwitchedOff(
	{ web }: Desired,
	{ webServer, family, packages }: Observed,
): Reason[] {
	return web?.php === true &&
		family === "debian" &&
		packages[families[family].names.php] === true &&
		webServer.phpOff !== undefined &&
		!webServer.phpFpm
		? [
				{
					saw: "PHP is installed, and switched off in the web server: sites of ours with PHP answer 503 there",
					advice: `Switch it on: a2enmod ${webServer.phpOff} && systemctl restart apache2. Or let php-fpm run it: \`phpFpm: true\`, for a Website \`php: { fpm: true }\`.`,
				},
			]
		: [];
}

/** Refuses pools of our own where PHP already runs by php-fpm: the declared settings of these pools would have no effect. */
export function poolsElsewhere(
	{ web }: Desired,
	{ family }: Observed,
): Reason[] {
	return web?.php === "fpm" && family !== "debian"
		? [
				{
					saw: "php-fpm is declared, with a pool of our own, which only hosts of the Debian family get: on this one PHP runs by php-fpm already, in the distribution's pool",
					advice:
						"Take `phpFpm` out, for a Website `php: { fpm }`: PHP runs by php-fpm here without it. Real servers of both families need a component each.",
				},
			]
		: [];
}

/** Refuses a host where the web server could not start: its own configuration listens on a port that another program has. */
export function portsOfItsOwn(
	{ web, serves = {} }: Desired,
	{ webServer }: Observed,
): Reason[] {
	return web === undefined
		? []
		: webServer.taken
				// the ports that the role serves are reported elsewhere, with the program that has them
				.filter((port) => !(port in serves))
				.map((port) => ({
					saw: `another program listens on port ${port}, and so would the web server, by its own configuration: it could not start`,
					advice: `Take "Listen ${port}" out of its configuration (/etc/apache2/ports.conf; where it is not installed yet, install it first), or stop the other program (ss -ltnp shows it).`,
				}));
}
