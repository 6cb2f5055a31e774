import { existsSync, realpathSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { LabError } from "../errors.ts";
import { type Definition, parseDefinition } from "./definition.ts";

/** Reads and checks the default export of the folder's `lab.ts`. What that file throws is thrown as it is. */
export async function loadDefinition(folder: string): Promise<Definition> {
	const file = join(folder, "lab.ts");
	if (!existsSync(file))
		throw new LabError(
			`${folder}: no lab.ts here; name a folder that has one, or make one: lvsctl lab new`,
		);
	const module = (await import(pathToFileURL(file).href)) as {
		default?: unknown;
	};
	return parseDefinition(module.default, {
		subject: file,
		defaultName: basename(realpathSync(folder))
			.toLowerCase()
			.replace(/[^a-z0-9]+/g, "-")
			.replace(/^-+/, "")
			.slice(0, 20),
	});
}
