import * as pulumi from "@pulumi/pulumi";
import { DeclarationError } from "../errors.ts";
import { noteOutcome } from "../outcome.ts";

/**
 * Runs what reads a declaration, also late, inside an `apply`.
 *
 * @throws pulumi.RunError in place of a DeclarationError: of a RunError Pulumi prints the message alone, without a stack.
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
