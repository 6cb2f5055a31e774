import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { type Environment, isSet } from "../../environment.ts";
import { askPulumi } from "../pulumi/ask-pulumi.ts";
import { UsageError } from "../usage-error.ts";
import { programFile } from "./program-file.ts";
import { readProject } from "./read-project.ts";
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
	const state = await stateOf(folder, all);
	if (state === undefined) return environment;
	const needed = { ...environment, ...(await projectVariables(folder, all)) };
	const stacks = stacksIn(state);
	const { name: project } = await readProject(folder);
	if (stacks.some((one) => (one.project ?? project) === project)) return needed;
	const [former] = stacks;
	if (former !== undefined)
		throw otherProject({ folder, state, former, project });
	if ((await settingsIn(folder)).has(projectStack))
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
export async function projectVariables(
	folder: string,
	environment: Environment,
): Promise<Record<string, string>> {
	const file = resolve(folder, passphraseFile);
	return hasPassphrase(environment) ||
		!existsSync(file) ||
		(await stateOf(folder, environment)) === undefined
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
export async function stateOf(
	folder: string,
	environment: Environment,
): Promise<string | undefined> {
	if (isSet(environment, "PULUMI_BACKEND_URL")) return undefined;
	const { backendUrl = "" } = await readProject(folder);
	const [, path] = /^file:\/\/\.\/([^?]+)/.exec(backendUrl) ?? [];
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
	const file = basename(programFile(folder) ?? "Pulumi.yaml");
	return new UsageError(
		`${folder}: its state has stack ${name} of project ${project}, and ${file} names the project ${now} now. Write the former name into ${file} again (name: ${project}), or give the stack the new one: pulumi stack rename organization/${now}/${name} --stack organization/${project}/${name}. A copy for other hosts begins without a state: move ${state} away`,
	);
}
