import type { MarkUser } from "./found-network.ts";

/** Whether a mark is set in a table of this name that may be ours: all our tables have the family `ip`. */
export function isOwnTable(user: MarkUser, name: string): boolean {
	return user.kind === "table" && user.family === "ip" && user.name === name;
}

export function markUserWords(user: MarkUser): string {
	return user.kind === "table"
		? `table ${user.family} ${user.name}`
		: user.words;
}
