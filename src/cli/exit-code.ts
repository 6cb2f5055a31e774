import { readFileSync } from "node:fs";
import { CommanderError } from "commander";
import { DeclarationError, DriftError } from "../errors.ts";
import { PulumiError } from "./pulumi-error.ts";
import { UsageError } from "./usage-error.ts";

/** 0 good, 1 the answer is no, 2 wrong use or declaration, 3 a host or tool could not be reached, or our own fault. */
export function exitCode(error: unknown): number {
	if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
	if (error instanceof DeclarationError || error instanceof UsageError)
		return 2;
	if (error instanceof PulumiError) return error.exitCode;
	if (error instanceof DriftError) return 1;
	return 3;
}

/** Error class -> exit code, in the order in which one of several decides. */
const codes: readonly (readonly [string, number])[] = [
	["DeclarationError", 2],
	["RemoteError", 3],
	["LabError", 3],
	["CheckFailedError", 1],
	["DriftError", 1],
];

/**
 * The exit code for what was noted in an operation that failed. Where nothing was: 1 if changes were found that were not
 * expected (drift), else 3, a tool's own failure.
 */
export function outcomeCode(file: string, words: readonly string[]): number {
	const noted = read(file);
	return (
		codes.find(([name]) => noted.includes(name))?.[1] ??
		(words.includes("--expect-no-changes") ? 1 : 3)
	);
}

function read(file: string): string[] {
	try {
		return readFileSync(file, "utf8").split("\n");
	} catch {
		return [];
	}
}
