import { randomUUID } from "node:crypto";
import { execa } from "execa";
import { endMarked } from "./end-marked.ts";
import { outcomeCode } from "./exit-code.ts";
import { refuseEmptyLauncher } from "./pulumi-error.ts";
import { findPulumi } from "./pulumi-program.ts";
import { withOutcomeFile } from "./with-outcome-file.ts";

/** A folder with Pulumi.yaml, and the environment variables that pulumi needs for it. */
export interface Stack {
	readonly folder: string;
	readonly environment: Readonly<Record<string, string>>;
}

/**
 * Runs pulumi on a stack with the terminal's own input and output. The program, the language host and the provider are
 * children of its engine. If the engine is killed, we end those that are left.
 *
 * @returns the exit code by our rules: 0 good, 1 the answer is no, 2 wrong declaration, 3 not reached.
 */
export async function runPulumi(
	words: readonly string[],
	{ folder, environment }: Stack,
): Promise<number> {
	const operation = randomUUID();
	const program = findPulumi(folder);
	// Ctrl-C reaches pulumi too, as it is of our process group: it ends in its own time, and we after it
	const wait = () => {};
	process.on("SIGINT", wait).on("SIGTERM", wait);
	try {
		return await withOutcomeFile(async (outcome) => {
			const result = await execa(program.path, words, {
				cwd: folder,
				env: {
					...environment,
					LVS_OPERATION: operation,
					LVS_OUTCOME: outcome,
				},
				stdio: "inherit",
				reject: false,
			});
			await endMarked(operation);
			if (result.exitCode !== 0) refuseEmptyLauncher(program);
			return result.exitCode === 0 ? 0 : outcomeCode(outcome, words);
		});
	} finally {
		process.off("SIGINT", wait).off("SIGTERM", wait);
	}
}
