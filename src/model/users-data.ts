/** Data of users: a database, or a directory that real servers share. */
export interface UsersThing {
	readonly kind: "database" | "directory";
	readonly name: string;
}

/** How a desired state calls it: `database shop`, `directory uploads`. */
export function formatUsersThing({ kind, name }: UsersThing): string {
	return `${kind} ${name}`;
}

/** What has another word before its name is handled as a directory. */
export function parseUsersThing(what: string): UsersThing {
	const [kind, name = ""] = what.split(" ");
	return { kind: kind === "database" ? kind : "directory", name };
}

export function isDatabase(what: string): boolean {
	return parseUsersThing(what).kind === "database";
}

/** How a desired state calls a user of the database engine, whom one role of a host can have. */
export function formatDatabaseUser(user: string): string {
	return `database user ${user}`;
}

/** The characters of every database of ours. */
export const characters = {
	set: "utf8mb4",
	collation: "utf8mb4_unicode_ci",
} as const;

/** What stands after the name of a database that is created, in SQL. */
export const databaseOptions = `CHARACTER SET ${characters.set} COLLATE ${characters.collation}`;
