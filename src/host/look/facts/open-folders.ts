import { sh } from "../../../ssh/shell.ts";
import type { Question } from "../../question.ts";

/**
 * The test that keepalived makes (check_security): a folder must belong to root, and nobody else may write there, unless only its owner can remove a file from
 * it.
 */
const open =
	"\\( ! -user 0 -o ! -perm -1000 \\( -perm -002 -o -perm -020 ! -group 0 \\) \\)";

/** Folder on the way to a program that keepalived runs as root -> who else than root could write there. */
export const openFolders: Question<Readonly<Record<string, string>>> = {
	onlyBefore: true,
	probe: ({ asRoot = [] }) =>
		asRoot
			.map(
				(path) => `${sh`place=$(readlink -m ${path})`}
while [ "$place" != / ]; do
	place=\${place%/*} place=\${place:-/}
	[ -z "$(find "$place" -prune -type d ${open} 2>/dev/null)" ] || stat -c '%a %U %G %n' "$place"
done`,
			)
			.join("\n"),
	parse: ({ lines }) =>
		Object.fromEntries(
			lines.flatMap((line) => {
				const [mode = "", user, group, ...place] = line.split(" ");
				if (user === undefined || place.length === 0) return [];
				const others = Number.parseInt(mode, 8);
				return [
					[
						place.join(" "),
						user !== "root"
							? `${user}, whose it is`
							: (others & 0o002) !== 0
								? "everybody"
								: `the group ${group}`,
					],
				];
			}),
		),
};
