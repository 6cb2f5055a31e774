import { sh } from "../../ssh/shell.ts";
import type { Actions, Kind } from "./kind.ts";
import { liveEach } from "./live-each.ts";

/** What a look prints in place of a checksum for a directory that is not ours. */
const notOurs = "foreign";

/**
 * Archives, each unpacked whole into a directory of ours. A marker file beside the directory names the archive that it came from, and a list its files:
 * what others put there stays when another archive comes.
 */
export const archives: Kind<"archives"> = {
	title: "archive",
	list: (archives) =>
		Object.entries(archives).map(
			([directory, { file, sha256 }]) =>
				`archive ${directory}: ${file}, sha256 ${sha256}`,
		),
	localise: { never: "directories of ours, and what lies in the archive" },
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

export const archiveSteps: Actions<"unpack"> = {
	unpack: {
		describe: ({ archive, directory }) =>
			`unpack ${archive.file} to ${directory}`,
		render({ directory, archive: { sha256, subtree, links } }) {
			const sent = sentArchive(sha256);
			return sh`unpack ${sent} ${directory} ${subtree} ${sha256} ${Object.entries(links).flat()} && rm -f ${sent}`;
		},
	},
};

/** The marker file, which names the archive that a directory came from. */
function marker(directory: string): string {
	return `${directory}.lvs-archive`;
}

/** The path of an archive on the host until it is unpacked. */
export function sentArchive(sha256: string): string {
	return `/var/cache/pulumi-lvs/${sha256}`;
}
