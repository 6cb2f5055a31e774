import { join } from "node:path";
import { DeclarationError, LabError } from "../../errors.ts";
import { labDirectory } from "../../lab/directory.ts";
import { clearLab } from "../../lab/down.ts";
import { loadDefinition } from "../../lab/load-definition.ts";
import { type LabState, readLabState } from "../../lab/state.ts";
import { startLab } from "../../lab/up.ts";
import { plainReason } from "../plain-reason.ts";
import { hasProgram, requireLabFolder } from "../require-folder.ts";
import { makeStack } from "../stack/stack.ts";
import { UsageError } from "../usage-error.ts";

/** Starts the folder's lab and reports it. Ctrl-C during the start ends whatever has been started. */
export async function upLab(
	folder: string,
	report: (line: string) => void,
): Promise<{ directory: string; state: LabState; started: boolean }> {
	requireLabFolder(folder);
	const definition = await loadDefinition(folder).catch((error: unknown) => {
		throw ofUser(error, join(folder, "lab.ts"));
	});
	const directory = labDirectory(folder, process.env);
	let interrupt: NodeJS.Signals | undefined;
	const interrupted = (signal: NodeJS.Signals) => {
		if (readLabState(directory)?.phase === "running") end(signal);
		interrupt = signal;
		// this ends the machines that were started, and so the start that waits for them
		void clearLab(directory).catch(() => {});
	};
	process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
	try {
		const result = await startLab(
			{
				environment: process.env,
				report,
				alongside: (directory) => stackOf(folder, directory),
			},
			folder,
			definition,
		).catch((error) => {
			if (interrupt === undefined) throw error;
			return undefined;
		});
		if (interrupt !== undefined || result === undefined) {
			// once more, for machines that were started during the first clearing
			await clearLab(directory);
			return end(interrupt ?? "SIGTERM");
		}
		const { state, started } = result;
		const machines = Object.keys(state.machines);
		report(
			`lab ${state.name}: ${machines.length} machines ready${started ? "" : " (started before)"}: ${machines.join(", ")}`,
		);
		return result;
	} finally {
		process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
	}
}

/** An error of the user's own file, with that file's own lines. */
function ofUser(error: unknown, file: string): unknown {
	if (error instanceof LabError || error instanceof DeclarationError)
		return error;
	const { stack = String(error) } = error instanceof Error ? error : {};
	return new UsageError(`${file}: ${plainReason(stack)}`);
}

/** Makes the stack while the lab starts, which saves the first `up` a second. Errors are ignored, as `up` meets and reports them again. */
async function stackOf(folder: string, directory: string): Promise<void> {
	if (!hasProgram(folder)) return;
	await makeStack(folder, directory).catch(() => {});
}

function end(signal: NodeJS.Signals): never {
	process.exit(signal === "SIGINT" ? 130 : 143);
}
