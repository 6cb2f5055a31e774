import type { Desired } from "../model/desired.ts";
import { ownerOf } from "../model/owner.ts";
import { programDirectory } from "../model/program-directory.ts";
import { recordDirectory } from "../model/record-directory.ts";
import type { Application } from "./application.ts";
import { type Draft, formatDraft } from "./draft.ts";
import { renderTemplate } from "./template.ts";

/** The set-up that is done once for all real servers, through one of them: a script, and PHP code that uses the application. */
export function renderApplicationSite(
	{ kind, name, url }: Pick<Application, "kind" | "name" | "url">,
	view: object,
	{
		code = ["site.php"],
		...wanted
	}: Required<Pick<Draft, "conditions" | "keeps">> & {
		/** Templates of the PHP code. */
		readonly code?: readonly string[];
	},
): Desired {
	const directory = programDirectory(name);
	const file = (path: string, template: string, mode: string, of: string) => ({
		path,
		content: renderTemplate(`${of}/usr/local/lib/pulumi-lvs/${template}`, {
			...view,
			host: url.host,
			directory,
			kept: recordDirectory(ownerOf({ component: name, role: `${kind}-site` })),
		}),
		mode,
		readBy: "our script" as const,
	});
	const script = `${directory}/${kind}-site`;
	return formatDraft({
		files: [
			...code.map((each) => file(`${directory}/${each}`, each, "644", kind)),
			file(
				`${directory}/database-password.php`,
				"database-password.php",
				"644",
				"application",
			),
			file(script, `${kind}-site`, "700", kind),
		],
		script,
		...wanted,
		conditions: {
			...wanted.conditions,
			"password of the database": "in use everywhere",
		},
	});
}
