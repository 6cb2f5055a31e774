import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { LabError } from "../errors.ts";
import { endMarked } from "./end-marked.ts";
import { outcomeCode } from "./exit-code.ts";

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
	const notes = mkdtempSync(join(tmpdir(), "lvs-outcome-"));
	const outcome = join(notes, "outcome");
	// Ctrl-C also reaches pulumi, which is in our process group. We ignore it, and end after pulumi has ended.
	const wait = () => {};
	process.on("SIGINT", wait).on("SIGTERM", wait);
	try {
		const result = await execa("pulumi", words, {
			cwd: folder,
			env: {
				...environment,
				LVS_OPERATION: operation,
				LVS_OUTCOME: outcome,
			},
			stdio: "inherit",
			reject: false,
		});
		if (result.code === "ENOENT")
			throw new LabError("pulumi is not on PATH: run script/setup");
		await endMarked(operation);
		return result.exitCode === 0 ? 0 : outcomeCode(outcome, words);
	} finally {
		process.off("SIGINT", wait).off("SIGTERM", wait);
		rmSync(notes, { recursive: true, force: true });
	}
}

/** Runs a quick pulumi command that needs no terminal, and returns its output. */
export async function askPulumi(
	words: readonly string[],
	{ folder, environment }: Stack,
): Promise<string> {
	const result = await execa("pulumi", [...words, "--non-interactive"], {
		cwd: folder,
		env: environment,
		stdin: "ignore",
		reject: false,
		maxBuffer: 512 * 1024 * 1024,
	});
	if (result.code === "ENOENT")
		throw new LabError("pulumi is not on PATH: run script/setup");
	if (result.exitCode !== 0)
		throw new LabError(
			`${folder}: pulumi ${words[0]} ${words[1] ?? ""}: exit ${result.exitCode}: ${result.stderr.trim()}`,
		);
	return result.stdout;
}
