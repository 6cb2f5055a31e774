import { noFile } from "../model/family.ts";
import type { WordPress } from "../model/wordpress.ts";
import type { DraftFile } from "./draft.ts";
import { renderTemplate } from "./template.ts";

/**
 * The class by which WordPress reads from replicas. It is the same text for all sites of a real server, which may have one such directory: the
 * configuration of each says where it reads.
 *
 * @param content the directory that WordPress calls wp-content.
 */
export function wordPressReads(
	{ reads }: Pick<WordPress, "reads">,
	content: string,
): DraftFile[] {
	return reads === undefined
		? []
		: [
				{
					path: `${content}/db.php`,
					content: renderTemplate("wordpress/etc/db.php", {}),
					mode: "644",
					readBy: "others",
					// WordPress takes one such file, and a plug-in may have brought it
					replacesOnly: noFile,
				},
			];
}
