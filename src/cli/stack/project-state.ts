import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Environment, isSet } from "../../environment.ts";
import { askPulumi } from "../pulumi/ask-pulumi.ts";
import { UsageError } from "../usage-error.ts";
import { projectName } from "./project-name.ts";
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
 * @throws UsageError where the state that belongs to it is not there, or is that of a project with another name: a new one beside it would know no host, and make
 * new passwords
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
	const stacks = stacksIn(state);
	const project = projectName(folder);
	if (stacks.some((one) => (one.project ?? project) === project)) return needed;
	const [former] = stacks;
	if (former !== undefined)
		throw otherProject({ folder, state, former, project });
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

interface KeptStack {
	/** Undefined: pulumi wrote it before stacks had projects. */
	readonly project: string | undefined;
	readonly name: string;
}

function stacksIn(state: string): KeptStack[] {
	const directory = join(state, ".pulumi/stacks");
	if (!existsSync(directory)) return [];
	return readdirSync(directory, { recursive: true, encoding: "utf8" }).flatMap(
		(file) => {
			const [, project, name] = /^(?:(.+)\/)?([^/]+)\.json$/.exec(file) ?? [];
			return name === undefined ? [] : [{ project, name }];
		},
	);
}

/** The folder is inside of the project, so the project had that name. */
function otherProject({
	folder,
	state,
	former: { project, name },
	project: now = "NAME",
}: {
	readonly folder: string;
	readonly state: string;
	readonly former: KeptStack;
	readonly project: string | undefined;
}): UsageError {
	return new UsageError(
		`${folder}: its state has stack ${name} of project ${project}, and Pulumi.yaml names the project ${now} now. Write the former name into Pulumi.yaml again (name: ${project}), or give the stack the new one: pulumi stack rename organization/${now}/${name} --stack organization/${project}/${name}. A copy for other hosts begins without a state: move ${state} away`,
	);
}
