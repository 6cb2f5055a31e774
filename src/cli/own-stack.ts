import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { askPulumi } from "./ask-pulumi.ts";
import type { Stack } from "./pulumi.ts";
import { UsageError } from "./usage-error.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The name of the stack of a project that `lvsctl init` writes. */
export const ownStackName = "prod";
/** The folder of its state, in the project, and the file with its passphrase. */
export const stateFolder = "state";
export const passphraseFile = ".passphrase";

/**
 * The stack of a folder without a lab. Where the project keeps its state in a folder of its own, as `lvsctl init` writes it, the
 * stack is made with the first use; elsewhere it is the one that pulumi has selected.
 */
export async function ownStack(
	folder: string,
	environment: Environment = process.env,
): Promise<Stack> {
	const state = stateOf(folder, environment);
	const stack = { folder, environment: ownVariables(folder, environment) };
	if (state === undefined) return stack;
	const stacks = stacksIn(state);
	if (stacks.length === 0) {
		if (existsSync(join(folder, `Pulumi.${ownStackName}.yaml`)))
			throw new UsageError(
				`${state}: the state of stack ${ownStackName} is not here; it is in no git repository. Copy it from where lvsctl up ran last, or begin anew: pulumi stack init ${ownStackName}`,
			);
		mkdirSync(state, { recursive: true });
		await askPulumi(["stack", "init", ownStackName], stack);
	}
	const [only = ownStackName, second] = stacks;
	return second !== undefined || isSet(environment, "PULUMI_STACK")
		? stack
		: { folder, environment: { ...stack.environment, PULUMI_STACK: only } };
}

/** What pulumi must be told to work on such a project. Empty: nothing, or the user has said it. */
export function ownVariables(
	folder: string,
	environment: Environment,
): Record<string, string> {
	const file = resolve(folder, passphraseFile);
	return stateOf(folder, environment) === undefined ||
		isSet(environment, "PULUMI_CONFIG_PASSPHRASE") ||
		isSet(environment, "PULUMI_CONFIG_PASSPHRASE_FILE") ||
		!existsSync(file)
		? {}
		: { PULUMI_CONFIG_PASSPHRASE_FILE: file };
}

function isSet(environment: Environment, name: string): boolean {
	return (environment[name] ?? "") !== "";
}

/** The state's folder inside the project; undefined where the state is elsewhere. */
function stateOf(folder: string, environment: Environment): string | undefined {
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
