import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Environment, isSet } from "../../environment.ts";
import { askPulumi } from "../pulumi/ask-pulumi.ts";
import { UsageError } from "../usage-error.ts";
import { settingsIn } from "./settings-in.ts";

/** The name of the stack of a project that `lvsctl init` writes. */
export const projectStack = "prod";
/** The folder of its state, in the project, and the file with its passphrase. */
export const stateFolder = "state";
export const passphraseFile = ".passphrase";

/**
 * Makes the stack of a project that keeps its state in a folder of its own, as `lvsctl init` writes it, if it does not exist yet.
 *
 * @param environment the differences of pulumi's environment from that of the shell
 * @returns `environment` with the variables that pulumi needs for such a project; for other projects it stays the same
 */
export async function prepareProjectState(
	folder: string,
	environment: Environment,
	shell: Environment = process.env,
): Promise<Environment> {
	const all = { ...shell, ...environment };
	const state = stateOf(folder, all);
	if (state === undefined) return environment;
	const needed = { ...environment, ...projectVariables(folder, all) };
	if (stacksIn(state).length > 0) return needed;
	if (settingsIn(folder).includes(projectStack))
		throw new UsageError(
			`${state}: the state of stack ${projectStack} is not here; it is in no git repository. Copy it from where lvsctl up ran last, or start again: pulumi stack init ${projectStack}`,
		);
	mkdirSync(state, { recursive: true });
	await askPulumi(["stack", "init", projectStack], {
		folder,
		environment: needed,
	});
	return needed;
}

/** The variables that pulumi needs for such a project. Empty: none, or the user has set them. */
export function projectVariables(
	folder: string,
	environment: Environment,
): Record<string, string> {
	const file = resolve(folder, passphraseFile);
	return stateOf(folder, environment) === undefined ||
		hasPassphrase(environment) ||
		!existsSync(file)
		? {}
		: { PULUMI_CONFIG_PASSPHRASE_FILE: file };
}

/** Whether the environment has a passphrase for pulumi. For pulumi the empty one counts too. */
export function hasPassphrase(environment: Environment): boolean {
	return (
		environment.PULUMI_CONFIG_PASSPHRASE !== undefined ||
		isSet(environment, "PULUMI_CONFIG_PASSPHRASE_FILE")
	);
}

/** The state's folder inside the project; undefined where the state is elsewhere. */
export function stateOf(
	folder: string,
	environment: Environment,
): string | undefined {
	if (isSet(environment, "PULUMI_BACKEND_URL")) return undefined;
	const file = join(folder, "Pulumi.yaml");
	const text = existsSync(file) ? readFileSync(file, "utf8") : "";
	const [, path] = /^backend:\n\s+url: file:\/\/\.\/(\S+)$/m.exec(text) ?? [];
	return path === undefined ? undefined : join(resolve(folder), path);
}

function stacksIn(state: string): string[] {
	const directory = join(state, ".pulumi/stacks");
	if (!existsSync(directory)) return [];
	return readdirSync(directory, { recursive: true, encoding: "utf8" }).flatMap(
		(file) => /([^/]+)\.json$/.exec(file)?.[1] ?? [],
	);
}
