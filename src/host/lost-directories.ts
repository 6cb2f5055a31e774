import { recordDirectory } from "../model/record-directory.ts";
import { sh } from "../ssh/shell.ts";

/** The note of a role's script: each directory in which users have data, and the mount on which it lies. */
export function dataNote(owner: string): string {
	return `${recordDirectory(owner)}/data`;
}

/**
 * Shell text that prints the directories of a note which have changed, each on a line: `gone PATH`, or `bare PATH MOUNT` where it is empty as a disk is not
 * mounted. A directory that is empty and lies where it always did counts as merely empty.
 *
 * @param note the file, which must exist.
 */
export function lostDirectories(note: string): string {
	return sh`while read -r path mount; do
	if [ ! -d "$path" ]; then echo "gone $path"
	elif [ -z "$(ls -A "$path")" ]; then
		now=$(stat -c %m "$path")
		case "$mount" in "$now") ;; "\${now%/}"/*) echo "bare $path $mount" ;; esac
	fi
done <${note}`;
}
