import type { Database } from "../model/database.ts";
import { ownerOf } from "../model/owner.ts";
import { programDirectory } from "../model/program-directory.ts";
import { recordDirectory } from "../model/record-directory.ts";
import type { Draft } from "./draft.ts";
import { engineDropIns } from "./engine-drop-ins.ts";
import { renderTemplate } from "./template.ts";

/** The commands that make a data directory if it does not exist, before the engine starts. Empty if the distribution's own directory is used. */
export function dataDirectoryPart(
	{ name, dataDirectory }: Database,
	role: "database" | "replica",
): Required<Pick<Draft, "files" | "directories">> {
	if (dataDirectory === undefined) return { files: [], directories: [] };
	const directory = programDirectory(name);
	const view = {
		name,
		directory,
		dataDirectory,
		record: recordDirectory(ownerOf({ component: name, role })),
	};
	return {
		directories: [engineDropIns],
		files: [
			{
				path: `${directory}/data-directory`,
				content: renderTemplate(
					"database/usr/local/lib/pulumi-lvs/data-directory",
					view,
				),
				mode: "755",
				readBy: "others",
			},
			{
				path: `${engineDropIns.path}/lvs-${name}.conf`,
				content: renderTemplate(
					"database/etc/systemd/system/mariadb.conf",
					view,
				),
				mode: "644",
				readBy: "systemd, as a drop-in",
				restarts: "mariadb",
			},
		],
	};
}
