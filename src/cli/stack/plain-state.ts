import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Stack } from "../pulumi/pulumi.ts";
import { stateOf } from "./project-state.ts";
import { readProject } from "./read-project.ts";

/** The key by which pulumi marks values that are not plain: secrets, among others. */
const mark = "4dabf18193072939515e22adb298388d";

/**
 * The state of a stack as pulumi keeps it in a file, in the form of `pulumi stack export`. Pulumi itself takes half a second, most of it for the key of
 * secrets, which few stacks have.
 *
 * @returns undefined if pulumi must be called: the state is not in a folder here, it has secrets, or its file has another form.
 */
export async function plainState(stack: Stack): Promise<string | undefined> {
	const file = await fileOf(stack);
	if (file === undefined || !existsSync(file)) return undefined;
	const text = readFileSync(file, "utf8");
	if (text.includes(mark)) return undefined;
	const { version, checkpoint } = JSON.parse(text) as {
		version?: number;
		checkpoint?: { latest?: object };
	};
	return version === 3 && checkpoint?.latest !== undefined
		? JSON.stringify({ version, deployment: checkpoint.latest })
		: undefined;
}

/** Where pulumi keeps the state, if that is a folder on this machine. */
async function fileOf({
	folder,
	environment,
	name,
}: Stack): Promise<string | undefined> {
	const all = { ...process.env, ...environment };
	const { PULUMI_BACKEND_URL: url } = all;
	const directory = url?.startsWith("file:///")
		? fileURLToPath(url)
		: await stateOf(folder, all);
	const { name: project } = await readProject(folder);
	return directory === undefined || project === undefined
		? undefined
		: join(directory, ".pulumi/stacks", project, `${name}.json`);
}
