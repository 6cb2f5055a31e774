import { dirname } from "node:path/posix";
import type { Text } from "../model/host-text.ts";
import type { Site } from "../model/website.ts";
import type { DraftFile } from "./draft.ts";

/**
 * The files of a site as they are declared.
 *
 * @param reader the unit that runs PHP.
 */
export function siteDocuments(
	{ root, files, php }: Site,
	realServer: string,
	reader: Text,
): DraftFile[] {
	return Object.entries(files).map(([path, content]) => ({
		path: `${root}/${path}`,
		content: content.replaceAll("{{realServer}}", realServer),
		mode: "644",
		readBy: "others",
		...(php && path.endsWith(".php") ? { reloads: reader } : {}),
	}));
}

/** The directories of sites and their files, parents first, without those that every system has. */
export function siteDirectories(sites: readonly Site[]): string[] {
	const known = ["/", "/home", "/opt", "/srv", "/usr", "/var", "/var/www"];
	const all = sites.flatMap(({ root, files }) =>
		Object.keys(files)
			.map((path) => dirname(`${root}/${path}`))
			.concat(root)
			.flatMap(withParents),
	);
	return [...new Set(all)].filter((path) => !known.includes(path)).sort();
}

function withParents(path: string): string[] {
	return path === "/" ? [path] : [...withParents(dirname(path)), path];
}
