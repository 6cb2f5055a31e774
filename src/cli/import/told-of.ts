import type { Unread } from "../../import/script/read-script.ts";

/** The remark on a line, for people. @param source the file, as the user named it */
export function toldOf(
	{ file = "", line, text, reason }: Unread,
	source: string,
): string {
	return `${file || source}:${line}: ${text}: ${reason}`;
}
