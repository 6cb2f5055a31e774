import { appendFileSync } from "node:fs";

/**
 * Writes the inputs of a resource, as the program declares them, into a file for `lvsctl`, one JSON on each line. Pulumi's own answer to a preview has
 * `[secret]` for a connection with a private key. Does nothing if `LVS_DECLARED` names no file.
 */
export function noteDeclared(inputs: object): void {
	const file = process.env.LVS_DECLARED;
	if (file !== undefined)
		appendFileSync(file, `${JSON.stringify(inputs)}\n`, { mode: 0o600 });
}
