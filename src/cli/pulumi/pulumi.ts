import { randomUUID } from "node:crypto";
import { execa } from "execa";
import { operationVariable } from "../../environment.ts";
import { outcomeCode } from "../exit-code.ts";
import type { Display } from "./display.ts";
import { endMarked } from "./end-marked.ts";
import { type NotSeen, printerFor } from "./printer.ts";
import { refuseEmptyLauncher } from "./pulumi-error.ts";
import { findPulumi } from "./pulumi-program.ts";
import { withOutcomeFile } from "./with-outcome-file.ts";

/** A stack of a folder with Pulumi.yaml. */
export interface Stack {
	readonly folder: string;
	readonly name: string;
	/** The machines of its lab, by name -> address. Undefined: it is a stack of the user's own. */
	readonly machines?: ReadonlyMap<string, string>;
	/** The environment variables that pulumi needs for it. Undefined: the variable must not be set. */
	readonly environment: Readonly<Record<string, string | undefined>>;
}

/** How a run of pulumi is shown. */
interface Shown {
	/** Default: pulumi prints it itself. */
	readonly display?: Display;
	/** Called at the end, returns a sentence about what was not looked at. Then nothing there is called unchanged. Default: all was looked at. */
	readonly notSeen?: NotSeen;
}

/**
 * Runs pulumi on a stack with the terminal's own input. The program, the language host and the provider are
 * children of its engine. If the engine is killed, we end those that are left.
 *
 * @returns the exit code by our rules: 0 good, 1 the answer is no, 2 wrong declaration, 3 not reached.
 */
export async function runPulumi(
	words: readonly string[],
	{ folder, environment }: Pick<Stack, "folder" | "environment">,
	{ display = "pulumi", notSeen }: Shown = {},
): Promise<number> {
	const operation = randomUUID();
	const program = findPulumi(folder);
	const printer = printerFor(display, words, notSeen);
	// Ctrl-C also reaches pulumi, which is in our process group: it ends in its own time, and then we end
	const wait = () => {};
	process.on("SIGINT", wait).on("SIGTERM", wait);
	try {
		return await withOutcomeFile(environment, async (outcome, env) => {
			const result = await execa(program.path, words, {
				cwd: folder,
				env: { ...env, ...printer.environment, [operationVariable]: operation },
				stdin: "inherit",
				...printer.streams,
				buffer: false,
				reject: false,
			});
			await endMarked(operation);
			if (result.exitCode !== 0) refuseEmptyLauncher(program);
			const exit = result.exitCode === 0 ? 0 : outcomeCode(outcome, words);
			printer.end(
				exit,
				result.signal === undefined
					? undefined
					: `pulumi was ended by ${result.signal}; what it had begun is completed by the next up`,
			);
			return exit;
		});
	} finally {
		process.off("SIGINT", wait).off("SIGTERM", wait);
	}
}
