import { sh } from "../../../ssh/shell.ts";
import type { FoundSharedPlace } from "../../found-applications.ts";
import type { Observed } from "../../observed.ts";
import type { Question } from "../../question.ts";

/**
 * Links on the way to shared directories, and what is mounted there. The kernel lists mounts without links: where something is mounted, nobody else is asked, as
 * a storage machine that does not answer would keep us waiting.
 */
export const sharedPlaces: Question<Observed["sharedPlaces"]> = {
	onlyBefore: true,
	probe: ({ shared = {} }) => {
		const paths = Object.keys(shared);
		return paths.length === 0
			? ""
			: sh`for path in ${paths}; do
	mounted=
	while read -r what where _; do [ "$where" != "$path" ] || mounted=$what; done </proc/self/mounts
	if [ -n "$mounted" ]; then
		echo "mounted $path $mounted"
		continue
	fi
	real=$(timeout -k 1 5 realpath -m -- "$path") && [ "$real" != "$path" ] || continue
	link=$path
	until [ -L "$link" ] || [ -z "$link" ]; do link=\${link%/*}; done
	echo "leads $path $link $real"
done`;
	},
	parse: ({ lines }) =>
		Object.fromEntries(
			lines.flatMap((line): [string, FoundSharedPlace][] => {
				const [, mountedAt, mounted] = /^mounted (\S+) (.*)$/.exec(line) ?? [];
				if (mountedAt !== undefined && mounted !== undefined)
					return [[mountedAt, { mounted }]];
				const [, path, link, leadsTo] =
					/^leads (\S+) (\S+) (.*)$/.exec(line) ?? [];
				return path === undefined || link === undefined || leadsTo === undefined
					? []
					: [[path, { link, leadsTo }]];
			}),
		),
};
