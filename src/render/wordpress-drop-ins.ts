import { noFile } from "../model/family.ts";
import type { WordPress } from "../model/wordpress.ts";
import type { DraftFile } from "./draft.ts";
import { renderTemplate } from "./template.ts";

/**
 * Classes of ours in the places that WordPress provides for them: by `db.php` it reads from replicas, by `object-cache.php` it keeps what it read. Each has the
 * same text for all sites of a real server, which may have one such directory: the configuration of each site says where.
 *
 * @param content the directory that WordPress calls wp-content.
 */
export function wordPressDropIns(
	{ reads, objects }: Pick<WordPress, "reads" | "objects">,
	content: string,
): DraftFile[] {
	return [
		...(reads === undefined ? [] : ["db.php"]),
		...(objects === undefined ? [] : ["object-cache.php"]),
	].map((name) => ({
		path: `${content}/${name}`,
		content: renderTemplate(`wordpress/etc/${name}`, {}),
		mode: "644",
		readBy: "others",
		// WordPress takes only one such file, and a plug-in may have brought it
		replacesOnly: noFile,
	}));
}
