import { sh } from "../../../ssh/shell.ts";
import type { FoundExports } from "../../found-applications.ts";
import { linesAfter } from "../../lines-after.ts";
import { nfsSettings } from "../../nfs-settings.ts";
import { nothingOurs } from "../../ours.ts";
import type { Question } from "../../question.ts";

/** What the host already serves by NFS, or would serve as soon as the server starts. */
export const otherExports: Question<FoundExports> = {
	onlyBefore: true,
	probe: ({ files }) =>
		Object.keys(files).some((path) => nfsSettings.test(path))
			? sh`! systemctl -q is-active nfs-server 2>/dev/null || echo active
[ ! -r /var/lib/nfs/etab ] || awk -F '\\t' '{ sub(/\\(.*/, "", $2); print "open " $1 " to " $2 }' /var/lib/nfs/etab
for file in /etc/exports /etc/exports.d/*.exports; do
	[ ! -e "$file" ] || awk '!/^[ \\t]*(#|$)/ { print "line " FILENAME ":" FNR ": " $1 }' "$file"
done`
			: "",
	parse({ lines, ours = nothingOurs }) {
		const after = (word: string) => linesAfter(word, lines);
		return {
			active: lines.includes("active"),
			open: after("open"),
			written: after("line").filter(
				(line) => !ours.files.has(line.slice(0, line.indexOf(":"))),
			),
		};
	},
};
