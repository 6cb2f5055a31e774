import { askPulumi } from "../pulumi/ask-pulumi.ts";
import type { Stack } from "../pulumi/pulumi.ts";
import { PulumiError } from "../pulumi/pulumi-error.ts";
import { UsageError } from "../usage-error.ts";
import { chooseOwn } from "./choose-stack.ts";
import { ownEnvironment } from "./own-environment.ts";
import { prepareProjectState } from "./project-state.ts";
import { whyLocked } from "./why-locked.ts";

interface Listed {
	readonly name: string;
	readonly current: boolean;
}

/** A stack of the user's own, in the user's own backend. Without a name: the one that pulumi has selected, or the only one. */
export async function ownStack(
	folder: string,
	name: string | undefined,
): Promise<Stack> {
	const environment = await prepareProjectState(
		folder,
		ownEnvironment(process.env),
	);
	const chosen =
		name ?? chooseOwn(folder, await listStacks({ folder, environment }));
	// by its name alone: the organization that the shell selects does not matter
	return {
		folder,
		name: chosen,
		environment: { ...environment, PULUMI_STACK: chosen },
	};
}

async function listStacks(
	stack: Pick<Stack, "folder" | "environment">,
): Promise<Listed[]> {
	try {
		return JSON.parse(await askPulumi(["stack", "ls", "--json"], stack));
	} catch (error) {
		throw whyNoBackend(stack.folder, error);
	}
}

/** Pulumi's exit code if it knows no backend, or is not logged in to it. */
const notLoggedIn = 3;

function whyNoBackend(folder: string, error: unknown): unknown {
	return error instanceof PulumiError && error.pulumiExit === notLoggedIn
		? new UsageError(
				`${folder}: pulumi does not know where to keep its stacks; run: pulumi login file://~ (a folder of yours), or pulumi login, or set PULUMI_BACKEND_URL`,
			)
		: error;
}

/** The contents of the state of a user's own stack, as JSON, with its secrets. @throws UsageError that names which of the usual things is missing. */
export async function exportOwn(stack: Stack): Promise<string> {
	const words = ["stack", "export", "--show-secrets"];
	try {
		return await askPulumi(words, stack);
	} catch (error) {
		if (!(error instanceof PulumiError)) throw error;
		const { folder, name } = stack;
		const stacks = await listStacks(stack);
		if (!has(stacks, name)) throw noSuchStack(folder, name, stacks);
		// it can be read if it stays encrypted
		const encrypted = await askPulumi(words.slice(0, 2), stack).catch(() => "");
		if (encrypted === "") throw error;
		throw new UsageError(
			`${folder}: the secrets of stack ${name} cannot be read: ${whyLocked({ ...process.env, ...stack.environment })}`,
		);
	}
}

function has(stacks: readonly Listed[], name: string): boolean {
	// a backend may put its organization and the project before the name
	const last = (path: string) => path.split("/").at(-1);
	return stacks.some((one) => last(one.name) === last(name));
}

function noSuchStack(
	folder: string,
	name: string,
	stacks: readonly Listed[],
): UsageError {
	const there =
		stacks.length === 0
			? "there is none yet"
			: `there are ${stacks.map((one) => one.name).join(", ")}`;
	return new UsageError(
		`${folder}: no stack ${name}; ${there}; make it: pulumi stack init ${name}`,
	);
}
