import { inspect } from "node:util";
import { noteOutcome } from "../../outcome.ts";
import { isOurs, plainReason } from "../plain-reason.ts";

/** The user's program ended with an error. Only its name is noted: pulumi prints the error itself. */
class ProgramError extends Error {
	override readonly name = "ProgramError";
}

/**
 * Notes if the program that this process runs fails by itself, for the exit code of `lvsctl`. It also removes the frames of Node, of Pulumi and of ours from
 * the error's stack. Pulumi prints that stack as it is: on a terminal nothing else could remove them.
 */
export function noteProgramFailure(): void {
	let failed = false;
	const told = (error: unknown) => {
		failed = true;
		if (!(error instanceof Error && isOurs(error)))
			noteOutcome(new ProgramError());
		if (error instanceof Error) tellPlainly(error);
	};
	// both come before the listeners of Pulumi, which print the error
	process.on("uncaughtExceptionMonitor", told);
	process.on("unhandledRejection", told);
	process.on("exit", (code) => {
		if (code !== 0 && !failed) noteOutcome(new ProgramError());
	});
	const listeners = process.listeners("warning");
	process.removeAllListeners("warning");
	process.on("warning", (warning) => {
		// for errors that are printed: Pulumi looks at them late
		if (warning.name === "PromiseRejectionHandledWarning") return;
		for (const listener of listeners) listener(warning);
	});
}

function tellPlainly(error: Error): void {
	if (error.stack === undefined) return;
	error.stack = plainReason(error.stack);
	// Node would also print the fields of the error, so we add them
	Object.defineProperty(error, inspect.custom, {
		value: () => textOf(error),
		configurable: true,
	});
}

function textOf({ stack = "", cause }: Error): string {
	return cause instanceof Error
		? `${stack}\n  the cause: ${plainReason(cause.stack ?? cause.message)}`
		: stack;
}
