import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { programFiles } from "../require-folder.ts";

/** The folder in which pulumi runs the program of a folder: there, unless `main` in Pulumi.yaml leads elsewhere. Relative paths of the program begin in it. */
export function programFolder(folder: string): string {
	const root = resolve(folder);
	const main = mainOf(root);
	if (main === undefined) return root;
	const path = resolve(root, main);
	return statSync(path, { throwIfNoEntry: false })?.isDirectory() === false
		? dirname(path)
		: path;
}

function mainOf(root: string): string | undefined {
	const file = programFiles
		.map((name) => join(root, name))
		.find((path) => existsSync(path));
	if (file === undefined) return undefined;
	const text = readFileSync(file, "utf8");
	if (file.endsWith(".json"))
		return (JSON.parse(text) as { readonly main?: string }).main;
	const [, quoted, bare] =
		/^main:[ \t]*(?:["']([^"'\n]+)["']|([^\s"'#][^\n#]*?))[ \t]*(?:#[^\n]*)?$/m.exec(
			text,
		) ?? [];
	return quoted ?? bare;
}
