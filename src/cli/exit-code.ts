import { CommanderError } from "commander";
import { DeclarationError, DriftError } from "../errors.ts";

/** 0 good, 1 the answer is no, 2 wrong use or declaration, 3 a host or tool could not be reached, or our own fault. */
export function exitCode(error: unknown): number {
	if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
	if (error instanceof DeclarationError) return 2;
	if (error instanceof DriftError) return 1;
	return 3;
}
