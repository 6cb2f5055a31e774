import { noFile } from "../model/family.ts";
import type { WordPress } from "../model/wordpress.ts";
import type { DraftFile } from "./draft.ts";
import { renderTemplate } from "./template.ts";

/**
 * The class by which WordPress keeps what it read. As the one that reads from replicas, it is the same text for all sites of a real server: the
 * configuration of each says where it keeps it.
 *
 * @param content the directory that WordPress calls wp-content.
 */
export function wordPressObjects(
	{ objects }: Pick<WordPress, "objects">,
	content: string,
): DraftFile[] {
	return objects === undefined
		? []
		: [
				{
					path: `${content}/object-cache.php`,
					content: renderTemplate("wordpress/etc/object-cache.php", {}),
					mode: "644",
					readBy: "others",
					// WordPress takes one such file, and a plug-in may have brought it
					replacesOnly: noFile,
				},
			];
}
