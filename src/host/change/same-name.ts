import type { FoundVirtualHost } from "../found-applications.ts";
import type { Beside } from "./beside.ts";
import { hostsOn } from "./hosts-on.ts";

/**
 * Sites of others that have a name of ours on its port, and are asked before: the web server gives a visitor to the first one that has his name, and ours are
 * read last. It is told where ours has the name already.
 */
export function sameName(
	port: string,
	names: readonly string[],
	hosts: readonly FoundVirtualHost[],
): Beside[] {
	const here = hostsOn(port, hosts);
	const found = new Map<FoundVirtualHost, string[]>();
	for (const name of names) {
		const first = here.find((host) =>
			host.names.some((pattern) => covers(pattern, name)),
		);
		if (first !== undefined && first.whose !== "ours")
			found.set(first, [...(found.get(first) ?? []), name]);
	}
	const standing = new Set(
		here
			.filter(({ whose }) => whose === "ours")
			.flatMap((host) => host.names.map((name) => name.toLowerCase())),
	);
	return [...found].map(([{ site }, taken]) => ({
		stops: taken.some((name) => !standing.has(name)),
		saw: `on port ${port} ${site} has ${taken.join(", ")} too and is asked before a site of ours, which would never be served by ${taken.length === 1 ? "that name" : "these names"}`,
		advice: `Take the name out of its ServerName and ServerAlias${switchedOff(site)}; or declare another name.`,
	}));
}

/** Whether a name, or an alias of the web server with `*` and `?`, has all visitors of another one. */
function covers(pattern: string, name: string): boolean {
	const source = pattern
		.toLowerCase()
		.replace(/[\\^$.+()[\]{}|]/g, "\\$&")
		.replaceAll("*", ".*")
		.replaceAll("?", ".");
	return new RegExp(`^${source}$`).test(name.toLowerCase());
}

/** The command of Debian that takes a site out. */
function switchedOff(site: string): string {
	const file = /\(\/etc\/apache2\/sites-enabled\/(.+)\.conf:\d+\)$/.exec(
		site,
	)?.[1];
	return file === undefined
		? ""
		: `, or the site out of the web server (a2dissite ${file})`;
}
