import { existsSync, realpathSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { LabError } from "../errors.ts";
import { type Definition, parseDefinition } from "./definition.ts";

/** Reads and checks the default export of the folder's `lab.ts`. */
export async function loadDefinition(folder: string): Promise<Definition> {
	const file = join(folder, "lab.ts");
	if (!existsSync(file))
		throw new LabError(
			`${folder}: no lab.ts here; name a folder that has one, or make one: lvsctl lab new`,
		);
	const module = (await import(pathToFileURL(file).href).catch(
		(error: Error) => {
			throw missingPackage(file, error) ?? error;
		},
	)) as { default?: unknown };
	return parseDefinition(module.default, {
		subject: file,
		defaultName: basename(realpathSync(folder))
			.toLowerCase()
			.replace(/[^a-z0-9]+/g, "-")
			.replace(/^-+/, "")
			.slice(0, 20),
	});
}

/** What is said where a package is missing beside the file; undefined: it is something else. */
function missingPackage(file: string, error: Error): LabError | undefined {
	const [, name] =
		("code" in error &&
			error.code === "ERR_MODULE_NOT_FOUND" &&
			/^Cannot find package '([^']+)'/.exec(error.message)) ||
		[];
	return name === undefined
		? undefined
		: new LabError(
				`${file}: the package ${name} is not installed for this folder; run there: npm install ${name}`,
			);
}
