import { stripVTControlCharacters } from "node:util";
import { execa } from "execa";
import { outcomeCode } from "../exit-code.ts";
import { plainReason } from "../plain-reason.ts";
import type { Stack } from "./pulumi.ts";
import { PulumiError, refuseEmptyLauncher } from "./pulumi-error.ts";
import { findPulumi } from "./pulumi-program.ts";
import { withOutcomeFile } from "./with-outcome-file.ts";

/**
 * Runs pulumi and returns its output, for commands that are quick and need no terminal.
 *
 * @throws PulumiError with the reason from pulumi.
 */
export async function askPulumi(
	words: readonly string[],
	{ folder, environment }: Pick<Stack, "folder" | "environment">,
): Promise<string> {
	const program = findPulumi(folder);
	return withOutcomeFile(environment, async (outcome, env) => {
		const result = await execa(program.path, [...words, "--non-interactive"], {
			cwd: folder,
			env,
			stdin: "ignore",
			reject: false,
			maxBuffer: 512 * 1024 * 1024,
		});
		if (result.exitCode === 0) return result.stdout;
		refuseEmptyLauncher(program);
		const ended =
			result.exitCode === undefined
				? result.shortMessage
				: `pulumi ${words.slice(0, 2).join(" ")}: exit ${result.exitCode}: ${result.stderr?.trim() || "it said nothing"}`;
		throw new PulumiError(
			stripVTControlCharacters(
				diagnostics(result.stdout ?? "") ?? `${folder}: ${ended}`,
			),
			outcomeCode(outcome, words),
			result.exitCode,
		);
	});
}

/** With `--json` the reason is in the answer, and standard error is empty. */
function diagnostics(stdout: string): string | undefined {
	try {
		const { diagnostics = [] } = JSON.parse(stdout) as {
			diagnostics?: readonly { severity: string; message: string }[];
		};
		const errors = diagnostics.filter(({ severity }) => severity === "error");
		return errors.length === 0
			? undefined
			: errors
					.map(({ message }) =>
						plainReason(message.replace(/^error: /, "")).trim(),
					)
					.join("\n");
	} catch {
		return undefined;
	}
}
