import type { DesiredFile } from "../../model/desired.ts";
import { noFile } from "../../model/family.ts";
import { localName } from "../../model/local-name.ts";
import { recordDirectory } from "../../model/record-directory.ts";
import { formatText } from "../../model/wire-text.ts";
import { blockOf } from "../block.ts";
import type { FoundFile } from "../found-state.ts";
import { belongsTo, listOwners, parseOwners } from "../owners.ts";
import { without } from "../record.ts";
import { holdsSecrets } from "../secrets.ts";
import type { Step } from "../step.ts";
import { formatFileNote, parseFileNote } from "./file-note.ts";
import type { Kind } from "./kind.ts";
import { lineEdits } from "./line-edits.ts";
import { liveLocal } from "./live-local.ts";
import { oneFor } from "./one-for.ts";

/** Files, whole or one block of ours in a file that others may write too. */
export const files: Kind<"files"> = {
	title: "file",
	list: (files) =>
		Object.entries(files).map(
			([path, { mode, block, content }]) =>
				`----- ${path} (${mode}${block === undefined ? "" : `, our lines only: ${block}`})\n${content}`,
		),
	localise: (wanted, local) =>
		Object.fromEntries(
			Object.entries(wanted).map(([path, { test, ...texts }]) => [
				local(path),
				{
					...(Object.fromEntries(
						Object.entries(texts).map(([key, text]) => [key, local(text)]),
					) as unknown as DesiredFile),
					// only a path of our own could have such a name
					...(test === undefined ? {} : { test }),
				},
			]),
		),
	reads: ({ files }) =>
		Object.entries(files).flatMap(([path, file]) => [path, ...stockOf(file)]),
	probe: ({ files }) => listOwners(Object.keys(files)),
	parse({ lines, texts }, { files }) {
		const owners = parseOwners(lines);
		return Object.fromEntries(
			Object.entries(files).map(([path, file]) => {
				const { block } = file;
				const found = owners.get(path);
				if (found === undefined) return [path, undefined];
				const text = texts.get(path) ?? "";
				const stock = stockOf(file).some((own) => texts.get(own) === text);
				const content = block === undefined ? text : blockOf(text, block);
				return [path, { ...found, content, stock }];
			}),
		);
	},
	plan: ({ desired, observed }) => ({
		steps: {
			write: [...Object.entries(desired.files)]
				// a test may need any of the other files
				.sort(([, one], [, other]) => tested(one) - tested(other))
				.flatMap(([path, file]) => planFile(path, file, observed.files[path])),
		},
	}),
	noted: {
		found(path, { owner, desired, observed }) {
			const block = desired.files[path]?.block;
			const before = observed.neighbours.files[path];
			const existed =
				before === undefined
					? observed.files[path] !== undefined
					: parseFileNote(before).existed;
			return formatFileNote({
				existed,
				...(block !== undefined
					? { block }
					: existed
						? { original: `${recordDirectory(owner)}/original${path}` }
						: {}),
			});
		},
		untilDropped: true,
		perRole: true,
	},
	takenBackBy: "steps",
	giveBack(noted, { observed: { neighbours } }) {
		const because = "as it was found";
		// a file that another role has too, whole, is returned by that role when it goes
		const found = without(noted, neighbours.fileOwners);
		const notes = Object.entries(found).map(
			([path, words]) => [path, parseFileNote(words)] as const,
		);
		const absent = notes
			.filter(([, { existed, block }]) => !existed && block === undefined)
			.map(([path]) => path);
		return {
			"files back": [
				...oneFor(absent, (paths) => ({ kind: "remove", paths, because })),
				...notes.flatMap(([path, { existed, block, original }]): Step[] =>
					block !== undefined
						? [{ kind: "remove-block", path, block, orFile: !existed, because }]
						: original !== undefined
							? [{ kind: "restore", path, from: original, because }]
							: [],
				),
			],
		};
	},
	live: ({ declared, filled, observed }) =>
		liveLocal(declared.files, observed.family, (path, wanted, key) => {
			const found = observed.files[path];
			if (found?.content === undefined) return undefined;
			const expected = localName(
				filled.files[key]?.content ?? "",
				observed.family,
			);
			return {
				...wanted,
				content:
					found.content === expected
						? wanted.content
						: holdsSecrets(wanted.content)
							? "(differs; not shown, as there are secrets in it)\n"
							: formatText(found.content),
				mode: wanted.block === undefined ? found.mode : wanted.mode,
				...(wanted.owner === undefined ||
				belongsTo(found, localName(wanted.owner, observed.family))
					? {}
					: { owner: formatText(found.owner) }),
			};
		}),
};

/** The distribution's own file that ours may replace, if there is one. */
function stockOf({ replacesOnly }: DesiredFile): string[] {
	return replacesOnly === undefined || replacesOnly === noFile
		? []
		: [replacesOnly];
}

function tested({ test }: DesiredFile): 0 | 1 {
	return test === undefined ? 0 : 1;
}

/** The step that corrects a file. There is none if the file is right. */
function planFile(
	path: string,
	file: DesiredFile,
	found: FoundFile | undefined,
): Step[] {
	// we do not decide the mode of a file that we share with others
	const mode = file.block !== undefined || found?.mode === file.mode;
	const owned =
		file.owner === undefined ||
		(found !== undefined && belongsTo(found, file.owner));
	if (found?.content === file.content && mode && owned) return [];
	const because =
		found === undefined || found.content === undefined
			? "missing"
			: found.content !== file.content
				? "differs"
				: mode
					? `belongs to ${found.owner.split(" ")[0]}`
					: `mode is ${found.mode}`;
	return [
		writeStep(path, file, because, mode && owned ? found?.content : undefined),
	];
}

/** @param found the present content where mode and owner are right, so that few lines can be edited in place. Undefined: the file is written whole. */
export function writeStep(
	path: string,
	file: DesiredFile,
	because: string,
	found: string | undefined,
): Step {
	const edits =
		found === undefined || file.test !== undefined || file.owner !== undefined
			? undefined
			: lineEdits(found, file.content);
	return {
		kind: "write",
		path,
		file,
		because,
		...(edits === undefined ? {} : { edits }),
	};
}
