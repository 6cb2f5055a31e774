import { recordDirectory } from "../../../model/record-directory.ts";
import { isDatabase } from "../../../model/users-data.ts";
import { sh } from "../../../ssh/shell.ts";
import type { FoundLostData } from "../../found-applications.ts";
import type { Question } from "../../question.ts";

/** The note of a role's script: each directory in which users have data, and the mount on which it lies. */
const noteOf = (owner: string) => `${recordDirectory(owner)}/data`;

/**
 * Directories in which users had data, by the note of the role's script, and that have changed: they are gone, or empty because a disk is not mounted. A
 * directory that is empty and lies where it always did counts as merely empty.
 */
export const lostData: Question<FoundLostData> = {
	onlyBefore: true,
	probe: ({ data = {} }, _family, owner) =>
		Object.keys(data).some((what) => !isDatabase(what))
			? sh`note=${noteOf(owner)}
if [ -e "$note" ]; then
	while read -r path mount; do
		if [ ! -d "$path" ]; then echo "gone $path"
		elif [ -z "$(ls -A "$path")" ]; then
			now=$(stat -c %m "$path")
			case "$mount" in "$now") ;; "\${now%/}"/*) echo "bare $path $mount" ;; esac
		fi
	done <"$note"
else echo unnoted; fi`
			: "",
	parse: ({ lines, owner }) => ({
		note: noteOf(owner),
		isNoted: !lines.includes("unnoted"),
		gone: lines.flatMap((line) => /^gone (\S+)$/.exec(line)?.[1] ?? []),
		bare: Object.fromEntries(
			lines.flatMap((line) => {
				const [, path, mount] = /^bare (\S+) (\S+)$/.exec(line) ?? [];
				return path === undefined || mount === undefined ? [] : [[path, mount]];
			}),
		),
	}),
};
