import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import type { Environment } from "../../environment.ts";

const watch = new URL(
	`../watch-program${extname(import.meta.filename)}`,
	import.meta.url,
);

/**
 * Calls a function with a file that does not exist yet, in which processes below pulumi note their errors: see `noteOutcome` and `noteProgramFailure`.
 * It is removed afterwards.
 *
 * @param environment the differences of pulumi's environment from that of the shell
 */
export async function withOutcomeFile<Result>(
	environment: Environment,
	work: (file: string, environment: Environment) => Promise<Result>,
): Promise<Result> {
	const notes = mkdtempSync(join(tmpdir(), "lvs-outcome-"));
	const file = join(notes, "outcome");
	const { NODE_OPTIONS = "" } = { ...process.env, ...environment };
	try {
		return await work(file, {
			...environment,
			NODE_OPTIONS: `${NODE_OPTIONS} --import ${watch}`.trim(),
			LVS_OUTCOME: file,
		});
	} finally {
		rmSync(notes, { recursive: true, force: true });
	}
}
