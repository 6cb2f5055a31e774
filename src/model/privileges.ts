import { asWritten } from "./as-written.ts";
import type { Leaf } from "./leaf.ts";
import { didYouMean } from "./nearest.ts";
import { wanted } from "./wanted.ts";

/**
 * The rights that MariaDB 10.11 gives in one database, by the names of its `GRANT`. `GRANT OPTION` is left out: a user who can hand on
 * rights is an administrator.
 *
 * @see https://mariadb.com/kb/en/grant/#database-privileges
 */
const known = [
	"ALTER",
	"ALTER ROUTINE",
	"CREATE",
	"CREATE ROUTINE",
	"CREATE TEMPORARY TABLES",
	"CREATE VIEW",
	"DELETE",
	"DROP",
	"EVENT",
	"EXECUTE",
	"INDEX",
	"INSERT",
	"LOCK TABLES",
	"REFERENCES",
	"SELECT",
	"SHOW VIEW",
	"TRIGGER",
	"UPDATE",
] as const;

export type Privilege = (typeof known)[number];

/** What an application usually needs: to read and write, and to make and change its own tables. */
export const usualPrivileges: readonly Privilege[] = [
	"ALTER",
	"CREATE",
	"DELETE",
	"DROP",
	"INDEX",
	"INSERT",
	"SELECT",
	"UPDATE",
];

/** Rights that the engine refuses to use if it has a binary log, unless `log_bin_trust_function_creators` is on. */
const programs: readonly Privilege[] = [
	"ALTER ROUTINE",
	"CREATE ROUTINE",
	"TRIGGER",
];

/** Whether a user with these rights stores programs in the engine, which replicas run too. */
export function storesPrograms(privileges: readonly Privilege[]): boolean {
	return privileges.some((each) => programs.includes(each));
}

/** A list of rights, each once, sorted as the script on the server prints them. */
export function readPrivileges(value: unknown): Leaf<readonly Privilege[]> {
	const expected = 'a list of rights like ["SELECT", "INSERT"]';
	if (!Array.isArray(value)) return { problem: wanted(expected, value) };
	if (value.length === 0)
		return {
			problem: `empty; write ${expected}, or leave it out for ${usualPrivileges.join(", ")}`,
		};
	const unknown = value.find((each) => !isPrivilege(each));
	if (unknown === undefined)
		return { value: [...new Set(value as Privilege[])].sort() };
	if (typeof unknown !== "string")
		return { problem: wanted(expected, unknown) };
	const near = didYouMean(unknown, known);
	return {
		problem: `${asWritten(unknown)} is no right in one database${near === "" ? `; known are ${known.join(", ")}` : near}`,
	};
}

function isPrivilege(value: unknown): value is Privilege {
	return (known as readonly unknown[]).includes(value);
}
