import { appendFileSync } from "node:fs";

/**
 * Notes the kind of an error for `lvs`, which then chooses its exit code: Pulumi has one code for all of them.
 * Does nothing where `LVS_OUTCOME` names no file, as in a plain `pulumi up`.
 */
export function noteOutcome(error: Error): void {
	const file = process.env.LVS_OUTCOME;
	if (file !== undefined) appendFileSync(file, `${error.name}\n`);
}
