/** Data of users: a database, or a directory that real servers share. */
export interface UsersThing {
	readonly kind: "database" | "directory";
	readonly name: string;
}

/** Its words in a desired state: `database shop`, `directory uploads`. */
export function formatUsersThing({ kind, name }: UsersThing): string {
	return `${kind} ${name}`;
}

/** A thing with any other word before its name is handled as a directory. */
export function parseUsersThing(what: string): UsersThing {
	const [kind, name = ""] = what.split(" ");
	return { kind: kind === "database" ? kind : "directory", name };
}

export function isDatabase(what: string): boolean {
	return parseUsersThing(what).kind === "database";
}

/** The words in a desired state for a user of the database engine. Only one role of a host can have this user. */
export function formatDatabaseUser(user: string): string {
	return `database user ${user}`;
}

/** The characters of every database of ours. */
export const characters = {
	set: "utf8mb4",
	collation: "utf8mb4_unicode_ci",
} as const;

/** The SQL after the name of a database that is created. */
export const databaseOptions = `CHARACTER SET ${characters.set} COLLATE ${characters.collation}`;
