import * as pulumi from "@pulumi/pulumi";
import { DeclarationError } from "../errors.ts";
import { secretProblem } from "../model/given-secret.ts";
import { plainly } from "./plainly.ts";

/**
 * The password for the mail server, where one is declared.
 *
 * @param subject what an error is about: `WordPress blog`
 * @throws pulumi.RunError where it has characters that its place does not allow.
 */
export function mailSecrets(
	subject: string,
	password: pulumi.Input<string> | undefined,
): Record<string, pulumi.Input<string>> {
	if (password === undefined) return {};
	const check = (value: string) =>
		plainly(() => {
			const message = secretProblem("line", value);
			if (message !== undefined)
				throw new DeclarationError(subject, [
					{ path: "mail.password", message },
				]);
			return value;
		});
	return {
		"mail-password":
			typeof password === "string"
				? check(password)
				: pulumi.output(password).apply(check),
	};
}
