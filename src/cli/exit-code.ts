import { readFileSync } from "node:fs";
import { CommanderError } from "commander";
import { DeclarationError, DriftError, EndedEarlyError } from "../errors.ts";
import { PulumiError } from "./pulumi/pulumi-error.ts";
import { UsageError } from "./usage-error.ts";

/** 0: success. 1: the answer is no. 2: wrong use or declaration. 3: a host or tool could not be reached, or our own mistake. 130: ended by the user. */
export function exitCode(error: unknown): number {
	if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
	if (error instanceof DeclarationError || error instanceof UsageError)
		return 2;
	if (error instanceof PulumiError) return error.exitCode;
	if (error instanceof DriftError) return 1;
	if (error instanceof EndedEarlyError) return 130;
	return 3;
}

/** Error class -> exit code. If several were noted, the first in this list decides. */
const codes: readonly (readonly [string, number])[] = [
	["DeclarationError", 2],
	["RemoteError", 3],
	["LabError", 3],
	["CheckFailedError", 1],
	["DriftError", 1],
];

/**
 * The exit code of a failed operation, by the errors that it noted. If it noted none: 1 if unexpected changes were found (drift), else 3, as a tool itself
 * failed. A program that fails by itself counts as a wrong declaration.
 */
export function outcomeCode(file: string, words: readonly string[]): number {
	const noted = read(file);
	if (noted.length > 0 && noted.every((name) => name === "ProgramError"))
		return 2;
	return (
		codes.find(([name]) => noted.includes(name))?.[1] ??
		(words.includes("--expect-no-changes") ? 1 : 3)
	);
}

function read(file: string): string[] {
	try {
		return readFileSync(file, "utf8").split("\n").filter(Boolean);
	} catch {
		return [];
	}
}
