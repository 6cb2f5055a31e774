import type { Desired } from "../model/desired.ts";
import type { FilesPlace } from "../model/files-place.ts";
import type { WordPress } from "../model/wordpress.ts";
import { renderApplicationSite } from "./application-site.ts";
import { filesStay } from "./users-files.ts";
import { databaseAt, objectsAt } from "./wordpress-asks.ts";
import { wordPressPlaces, wordPressUploads } from "./wordpress-places.ts";

/** The site has an object cache if this file exists. The cache must be emptied when the database is restored. */
export const objectsCondition = "object cache";

/** The site itself. It is set up once all real servers are ready, through one of them. */
export function renderWordPressSite(
	blog: WordPress,
	uploads: FilesPlace,
): Desired {
	const { name, url, registration, administrator, objects } = blog;
	const open = registration === "closed" ? "0" : "1";
	return renderApplicationSite(
		{ ...blog, kind: "wordpress" },
		{
			...blog,
			home: url.text,
			root: wordPressPlaces(blog).root,
			open,
			config: `lvs-${name}`,
			forgets: objects !== undefined,
		},
		{
			conditions: {
				// after a change of the database we check whether the site is in the new one
				database: `${databaseAt(blog.database)} ${blog.database.database}`,
				installed: "yes",
				tables: "as the code wants them",
				home: url.text,
				registration: open,
				[`password of ${administrator.user}`]: "as declared",
				// it is only used when all real servers have it: a real server without it writes changes that the others would not see
				...(objects === undefined
					? {}
					: { [objectsCondition]: objectsAt(objects) }),
			},
			code: ["site.php", "move-url.php"],
			keeps: [
				`articles and users: in the database, pictures ${filesStay(wordPressUploads, uploads)}`,
			],
		},
	);
}
