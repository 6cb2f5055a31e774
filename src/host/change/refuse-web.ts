import type { Desired } from "../../model/desired.ts";
import type { Observed } from "../observed.ts";
import type { Reason } from "./reason.ts";

/** Refuses a site without a name where the operator has one already: what asked for that would get ours. */
export function firstSiteOfOthers(
	{ web }: Desired,
	{ webServer }: Observed,
): Reason[] {
	return (web?.answersAll ?? []).flatMap((port) => {
		const theirs = webServer.firstSites[port] ?? webServer.firstSites["*"];
		return theirs === undefined
			? []
			: [
					{
						saw: `on port ${port} the site ${theirs} answers for all names that no other site has, and a site without a \`serverName\` would take its place`,
						advice:
							"Give the site a `serverName` or a port of its own; or take theirs out of the web server first (a2dissite).",
					},
				];
	});
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
					saw: `the web server is at work with mpm_${threads}${http2 ? " and HTTP/2" : ""}, and PHP as a module needs mpm_prefork: installing it would change how all sites of this host are served`,
					advice: `Let php-fpm run it, which leaves the web server as it is: write \`phpFpm: true\`, for a Website \`php: { fpm: true }\`. If processes are meant, change it yourself first: a2dismod ${http2 ? "http2 " : ""}mpm_${threads} && a2enmod mpm_prefork && systemctl restart apache2.`,
				},
			]
		: [];
}

/** Refuses pools of our own where PHP runs by php-fpm anyway: what is declared of them would not hold there. */
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

/** Refuses where the web server could not start, as by its own configuration it listens where another program does. */
export function portsOfItsOwn(
	{ web, serves = {} }: Desired,
	{ webServer }: Observed,
): Reason[] {
	return web === undefined
		? []
		: webServer.taken
				// those that the role serves are told with the program that has them
				.filter((port) => !(port in serves))
				.map((port) => ({
					saw: `another program listens on port ${port}, and so would the web server, by its own configuration: it could not start`,
					advice: `Take "Listen ${port}" out of its configuration (/etc/apache2/ports.conf; where it is not installed yet, install it first), or stop the other program (ss -ltnp shows it).`,
				}));
}
