import { CommanderError } from "commander";

/** Says what went wrong. Whatever is neither ours nor the system's answer is a bug of ours, and keeps its stack. */
export function reportError(error: unknown): void {
	// Commander has printed its own.
	if (error instanceof CommanderError) return;
	if (!(error instanceof Error)) console.error(error);
	else console.error(isBug(error) ? error.stack : error.message);
}

function isBug(error: Error): boolean {
	const plain = [Error, TypeError, RangeError, ReferenceError, SyntaxError];
	return plain.includes(error.constructor as never) && !("syscall" in error);
}
