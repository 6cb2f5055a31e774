import * as pulumi from "@pulumi/pulumi";
import { DeclarationError } from "../errors.ts";
import { asWritten } from "../model/as-written.ts";
import { didYouMean } from "../model/nearest.ts";
import { wanted } from "../model/wanted.ts";
import { knownPart } from "./inputs.ts";

/** The error for a name of a part that a component does not have. */
export function undeclared(asked: {
	/** What the error is about: `database db`. */
	readonly subject: string;
	/** The method that was called: `access`. */
	readonly path: string;
	/** The kind of the part: `database`. */
	readonly part: string;
	readonly name: unknown;
	readonly declared: readonly string[];
}): pulumi.RunError {
	const { subject, path, part, name, declared } = asked;
	const message =
		typeof name === "string"
			? `no ${part} ${asWritten(name)} is declared${didYouMean(name, declared) || `; declared: ${declared.join(", ")}`}`
			: wanted(`the name of a ${part}`, knownPart(name));
	return new pulumi.RunError(
		new DeclarationError(subject, [{ path, message }]).message,
	);
}
