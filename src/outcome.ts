import { appendFileSync } from "node:fs";

/**
 * Writes the class of an error into a file for `lvsctl`, which chooses its exit code by it: Pulumi has one exit code for all
 * errors. Does nothing where `LVS_OUTCOME` names no file, as in a plain `pulumi up`.
 */
export function noteOutcome(error: Error): void {
	const file = process.env.LVS_OUTCOME;
	if (file !== undefined) appendFileSync(file, `${error.name}\n`);
}
