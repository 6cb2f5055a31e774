import type { FileTest } from "../model/desired.ts";
import { programDirectory } from "../model/program-directory.ts";
import type { DraftFile } from "./draft.ts";
import { renderTemplate } from "./template.ts";

/**
 * Values for the test of an application's configuration before it is in force: if the database changes, the new one must have the site too.
 *
 * @param tables a table that every site has, and how its name begins where the configuration does not say it.
 */
export function sameSite(
	name: string,
	tables: { readonly prefix: string; readonly table: string },
): { readonly file: DraftFile; readonly test: FileTest } {
	const path = `${programDirectory(name)}/same-site.php`;
	return {
		file: {
			path,
			content: renderTemplate("application/same-site.php", { name, ...tables }),
			mode: "644",
			readBy: "others",
		},
		test: { by: "php", script: path },
	};
}
