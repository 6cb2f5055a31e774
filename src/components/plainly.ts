import * as pulumi from "@pulumi/pulumi";
import { DeclarationError } from "../errors.ts";
import { noteOutcome } from "../outcome.ts";

/**
 * Runs a function that reads a declaration, at once or inside an `apply`.
 *
 * @throws pulumi.RunError in place of a DeclarationError, as Pulumi prints a RunError without its stack.
 */
export function plainly<Result>(read: () => Result): Result {
	try {
		return read();
	} catch (error) {
		if (!(error instanceof DeclarationError)) throw error;
		noteOutcome(error);
		throw new pulumi.RunError(error.message);
	}
}
