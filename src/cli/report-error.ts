import { CommanderError } from "commander";
import { exitCode } from "./exit-code.ts";
import { formatError } from "./format-error.ts";

/** Prints what went wrong. An error that is neither ours nor an answer of the system is a bug of ours, and keeps its stack. */
export function reportError(error: unknown, json = false): void {
	// commander has printed its own messages, also its help
	const printed = error instanceof CommanderError;
	if (printed && !(json && exitCode(error) !== 0)) return;
	const text = textOf(error);
	if (json) console.log(formatError(text, exitCode(error)));
	else console.error(text);
}

function textOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	if (isBug(error)) return error.stack ?? error.message;
	return error instanceof CommanderError
		? error.message.replace(/^error: /, "")
		: error.message;
}

function isBug(error: Error): boolean {
	const plain = [Error, TypeError, RangeError, ReferenceError, SyntaxError];
	return plain.includes(error.constructor as never) && !("syscall" in error);
}
