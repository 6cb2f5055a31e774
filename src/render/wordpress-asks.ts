import { defaults } from "../model/defaults.ts";
import type { WordPressObjects } from "../model/object-cache.ts";
import type { WordPress } from "../model/wordpress.ts";
import type { Asked } from "./client-passes.ts";

/** The machines to which it sends requests. */
export function wordPressAsks({ database, objects, mail }: WordPress): Asked[] {
	return [
		{ what: "the database", at: database.address, port: database.port },
		...(objects === undefined
			? []
			: [
					{
						what: "the object cache",
						at: objects.address,
						port: objects.port,
					},
				]),
		// requests to a server on the machine itself use no link
		...(mail === undefined || mail.host === "localhost"
			? []
			: [{ what: "the mail server", at: mail.host, port: mail.port }]),
	];
}

/** `DB_HOST` of wp-config.php may have a port after the address. */
export function databaseAt({ address, port }: WordPress["database"]): string {
	return port === defaults.databasePort ? address : `${address}:${port}`;
}

export function objectsAt({ address, port }: WordPressObjects): string {
	return `${address}:${port}`;
}
