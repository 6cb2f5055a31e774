import type { FileReader } from "../model/desired.ts";
import type { Text } from "../model/host-text.ts";
import type { DraftFile } from "./draft.ts";
import { renderTemplate } from "./template.ts";

/** Makes files of the templates in a folder, all with the same values. */
export function filesFrom(
	folder: string,
	view: Readonly<Record<string, unknown>>,
) {
	return (
		path: Text,
		template: string,
		mode: string,
		readBy: FileReader,
	): DraftFile => ({
		path,
		content: renderTemplate(`${folder}/${template}`, view),
		mode,
		readBy,
	});
}
