import { sh } from "../../ssh/shell.ts";
import type { StepOf } from "../step.ts";
import type { Actions, Kind } from "./kind.ts";
import { liveEach } from "./live-each.ts";
import { sendArchive } from "./send-archive.ts";
import { sentArchive } from "./sent-archive.ts";
import { shellFunction } from "./shell-function.ts";
import { stepsWith } from "./steps-with.ts";

/** What a look prints in place of a checksum for a directory that is not ours. */
const notOurs = "foreign";

/**
 * Archives, each unpacked whole into a directory of ours. A marker file beside the directory names the archive that it came from, and a list names its files:
 * files that others put there stay when another archive comes.
 */
export const archives: Kind<"archives"> = {
	title: "archive",
	list: (archives) =>
		Object.entries(archives).map(
			([directory, { file, sha256 }]) =>
				`archive ${directory}: ${file}, sha256 ${sha256}`,
		),
	// the others are paths of ours, and of the user's machine, and what lies in the archive
	localise: (archives, local) =>
		Object.fromEntries(
			Object.entries(archives).map(([directory, archive]) => [
				directory,
				archive.reloads === undefined
					? archive
					: { ...archive, reloads: local(archive.reloads) },
			]),
		),
	probe: ({ archives }) =>
		Object.keys(archives)
			.map(
				(directory) => sh`if [ -e ${marker(directory)} ]; then
	read -r sum <${marker(directory)}; echo "$sum" ${directory}
elif [ -e ${directory} ]; then echo ${notOurs} ${directory}; fi`,
			)
			.join("\n"),
	parse: ({ lines }) =>
		Object.fromEntries(
			lines.map((line) => {
				const [sum = "", ...directory] = line.split(" ");
				return [
					directory.join(" "),
					{ sha256: sum === notOurs ? undefined : sum },
				];
			}),
		),
	plan: ({ desired, observed }) => ({
		steps: {
			unpack: Object.entries(desired.archives)
				.filter(
					([directory, { sha256 }]) =>
						observed.archives[directory]?.sha256 !== sha256,
				)
				.map(([directory, archive]) => ({
					kind: "unpack",
					directory,
					archive,
					others: below(directory, Object.keys(desired.archives)),
					because:
						observed.archives[directory] === undefined
							? "missing"
							: "it holds another archive",
				})),
		},
	}),
	made: {
		word: "archive",
		names: ({ archives }) => Object.keys(archives),
		// a file system that somebody mounted below it is not ours to empty
		undo: (directory) =>
			sh`rm -rf --one-file-system -- ${directory} ${marker(directory)} ${directory}.lvs-files`,
		undoneAt: "remove what was unpacked",
	},
	takenBackBy: "steps",
	live: ({ declared, observed }) =>
		liveEach(declared.archives, (directory, wanted) => {
			const sha256 = observed.archives[directory]?.sha256;
			return sha256 === undefined ? undefined : { ...wanted, sha256 };
		}),
};

const keepOthers = shellFunction(
	"keep_others",
	{},
	() => `# directory list tree: what others put into the directory goes into the new tree too. The list has what came by the archive before
	[ -d "$1" ] || return 0
	(cd -- "$1" && find . -xdev ! -type d | LC_ALL=C sort | if [ -f "$2" ]; then LC_ALL=C comm -23 - "$2"; else cat; fi |
		while IFS= read -r path; do
			[ -e "$3/$path" ] || [ -L "$3/$path" ] || printf '%s\\0' "$path"
		done | xargs -0 -r cp -a --parents -t "$3" --)`,
);

export const unpack = shellFunction(
	"unpack",
	{ keepOthers },
	(
		call,
	) => sh`# archive directory subtree checksum [path target]...: a link there instead of what the archive has; with no target, what another archive put there stays
	new=$2.lvs-new
	rm -rf --one-file-system -- "$new" && mkdir -p -- "$new" || return
	case $(head -c 2 "$1") in
	PK) unzip -q "$1" -d "$new" || return ;;
	*) tar -xf "$1" -C "$new" --no-same-owner || return ;;
	esac
	tree=$new
	if [ -n "$3" ]; then
		# release pages name the one directory of an archive as they like: editor-1.6.3
		only=$new/$(ls -A -- "$new")
		if [ -d "$new/$3" ]; then tree=$new/$3; elif [ -d "$only" ] && [ ! -L "$only" ]; then tree=$only; fi
	fi
	chmod -R u+rwX,go+rX,go-w "$tree" || return
	place=$2 sum=$4
	shift 4
	while [ $# -gt 0 ]; do
		if [ -n "$2" ]; then
			[ ! -e "$tree/$1" ] || mv -- "$tree/$1" "$tree/$1.dist" || return
			ln -s "$2" "$tree/$1" || return
		elif [ -d "$place/$1" ] && [ -e "$place/$1.lvs-archive" ]; then
			rm -rf -- "$tree/$1" && (cd -- "$place" && cp -a --parents -t "$tree" -- "$1") || return
		fi
		shift 2
	done
	(cd -- "$tree" && find . -xdev ! -type d | LC_ALL=C sort) >"$place.lvs-files.lvs-new" || return
	${call.keepOthers} "$place" "$place.lvs-files" "$tree" || return
	# who asks meanwhile finds the one or the other
	rm -rf --one-file-system -- "$place.lvs-old"
	[ ! -e "$place" ] || mv -T -- "$place" "$place.lvs-old" || return
	mv -T -- "$tree" "$place" && rm -rf --one-file-system -- "$new" "$place.lvs-old" || return
	mv -- "$place.lvs-files.lvs-new" "$place.lvs-files" && echo "$sum" >"$place.lvs-archive"`,
);

export const archiveSteps: Actions<"unpack"> = stepsWith(
	{ unpack },
	(call) => ({
		unpack: {
			describe: ({ archive, directory }) =>
				`unpack ${archive.file} to ${directory}`,
			before: ({ archive }, session) => sendArchive(session, archive),
			render(step) {
				const { sha256, subtree } = step.archive;
				const sent = sentArchive(sha256);
				return sh`${call.unpack} ${sent} ${step.directory} ${subtree} ${sha256} ${placesIn(step)} && rm -f ${sent}`;
			},
		},
	}),
);

/** The places in an archive that are not as the archive has them, each with the target of its link. Empty if another archive is there. */
export function placesIn({
	archive,
	others,
}: Pick<StepOf<"unpack">, "archive" | "others">): string[] {
	return [
		...Object.entries(archive.links).flat(),
		...others.flatMap((path) => [path, ""]),
	];
}

/** Those of the paths that lie below a directory, relative to it. */
function below(directory: string, paths: readonly string[]): string[] {
	return paths
		.filter((path) => path.startsWith(`${directory}/`))
		.map((path) => path.slice(directory.length + 1));
}

/** The marker file, which names the archive that a directory came from. */
function marker(directory: string): string {
	return `${directory}.lvs-archive`;
}
