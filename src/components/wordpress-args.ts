import type { ArchiveDeclaration } from "../model/application.ts";
import type { WordPressDeclaration } from "../model/wordpress.ts";
import type { DatabaseAccess } from "./database-access.ts";
import type { Inputs } from "./inputs.ts";
import type { Shared } from "./not-shared.ts";
import type { ObjectCache } from "./object-cache.ts";
import type { WordPressKeys } from "./wordpress-keys.ts";

/** What WordPress is declared with: a WordPressDeclaration whose leaves may be outputs of other resources. */
export interface WordPressArgs
	extends Omit<
		Inputs<WordPressDeclaration>,
		"database" | "objects" | "archive" | "plugins" | "themes"
	> {
	readonly database: DatabaseAccess;
	/**
	 * Where WordPress keeps what it read from its database, for all pages and real servers. Not with `reads` of the database. Default: each page asks the database
	 * for everything. Every page sees what earlier pages wrote; changes past WordPress, as by hand in SQL, show after 300 s at most.
	 */
	readonly objects?: ObjectCache;
	readonly archive?: ArchiveDeclaration;
	readonly plugins?: Readonly<Record<string, ArchiveDeclaration>>;
	readonly themes?: Readonly<Record<string, ArchiveDeclaration>>;
	/**
	 * Shared storage with `WordPress.uploads` among its directories; WordPress waits for it. `"elsewhere"`: you share that directory by other means. A single real
	 * server needs none.
	 */
	readonly uploads?: Shared;
	/** The eight keys and salts by the names of their constants, the same on all real servers. Secrets. Default: generated once. */
	readonly keys?: WordPressKeys;
}
