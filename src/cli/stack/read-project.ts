import { readFileSync } from "node:fs";
import { UsageError } from "../usage-error.ts";
import { programFile } from "./program-file.ts";

/** What we need of the file that describes a program. Undefined: it is not written there, or there is no such file. */
export interface Project {
	readonly name?: string | undefined;
	readonly description?: string | undefined;
	/** The folder or the file of the program, from the folder of this file. */
	readonly main?: string | undefined;
	/** Where pulumi keeps the states. */
	readonly backendUrl?: string | undefined;
	/** The folder of the settings of stacks, from the folder of this file. */
	readonly stackConfigDir?: string | undefined;
}

/**
 * Reads the Pulumi.yaml, Pulumi.yml or Pulumi.json of a folder.
 *
 * @throws UsageError if it is no YAML or JSON, or if a value of these is no text, which pulumi refuses too.
 */
export async function readProject(folder: string): Promise<Project> {
	const file = programFile(folder);
	if (file === undefined) return {};
	// pulumi passes over a byte order mark
	const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
	const found = mapping(
		file,
		file.endsWith(".json") ? readJson(file, text) : await readYaml(file, text),
	);
	const { name, description, main, backend, stackConfigDir, config } = found;
	const { url } = mapping(`${file}: backend`, backend);
	const textAt = (key: string, value: unknown) => textOf(file, key, value);
	return {
		name: textAt("name", name),
		description: textAt("description", description),
		main: textAt("main", main),
		backendUrl: textAt("backend.url", url),
		// its former name
		stackConfigDir:
			typeof config === "string"
				? config
				: textAt("stackConfigDir", stackConfigDir),
	};
}

function readJson(file: string, text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new UsageError(
			`${file}: this is no JSON: ${(error as Error).message}`,
		);
	}
}

async function readYaml(file: string, text: string): Promise<unknown> {
	// it is loaded here, as verbs that read no project must not wait for it
	const { CORE_SCHEMA, loadAll, mergeTag, YAMLException } = await import(
		"js-yaml"
	);
	try {
		// pulumi reads the first document, and knows merge keys
		return loadAll(text, { schema: CORE_SCHEMA.withTags(mergeTag) })[0];
	} catch (error) {
		if (!(error instanceof YAMLException)) throw error;
		const { mark, reason } = error;
		const line = mark === undefined ? "" : ` line ${mark.line + 1}:`;
		throw new UsageError(`${file}:${line} this is no YAML: ${reason}`);
	}
}

function mapping(where: string, value: unknown): Record<string, unknown> {
	if (value === undefined || value === null) return {};
	if (typeof value === "object" && !Array.isArray(value))
		return value as Record<string, unknown>;
	throw new UsageError(`${where}: this is no mapping, like "key: value"`);
}

function textOf(file: string, key: string, value: unknown): string | undefined {
	if (value === undefined || value === null) return undefined;
	if (typeof value === "string") return value;
	throw new UsageError(
		`${file}: ${key}: this is no text; if it is meant as one, put it in quotes`,
	);
}
