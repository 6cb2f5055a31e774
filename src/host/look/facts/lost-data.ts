import { isDatabase } from "../../../model/users-data.ts";
import { raw, sh } from "../../../ssh/shell.ts";
import type { FoundLostData } from "../../found-applications.ts";
import { dataNote, lostDirectories } from "../../lost-directories.ts";
import type { Question } from "../../question.ts";

/** Directories in which users had data, by the note of the role's script, and that have changed. */
export const lostData: Question<FoundLostData> = {
	onlyBefore: true,
	probe: ({ data = {} }, _family, owner) =>
		Object.keys(data).some((what) => !isDatabase(what))
			? sh`if [ -e ${dataNote(owner)} ]; then
	${raw(lostDirectories(dataNote(owner)))}
else echo unnoted; fi`
			: "",
	parse: ({ lines, owner }) => ({
		note: dataNote(owner),
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
