import { sh } from "../../../ssh/shell.ts";
import type { Question } from "../../question.ts";

/** Path that must be local -> the type of network file system that it lies on. Paths that are local are left out. */
export const networked: Question<Record<string, string>> = {
	onlyBefore: true,
	probe: ({ local }) =>
		Object.keys(local)
			.map(
				(path) => sh`path=${path}
until [ -e "$path" ]; do path=\${path%/*}; path=\${path:-/}; done
echo "$(stat -f -c %T -- "$path")" ${path}`,
			)
			.join("\n"),
	parse: ({ lines }) =>
		Object.fromEntries(
			lines.flatMap((line) => {
				const [type = "", ...path] = line.split(" ");
				return /^(nfs|cifs|smb|ceph|fuseblk|gfs|ocfs|lustre|afs|9p|v9fs|gpfs)/.test(
					type,
				)
					? [[path.join(" "), type]]
					: [];
			}),
		),
};
