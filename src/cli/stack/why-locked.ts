import type { Environment } from "../../environment.ts";

/** Why pulumi cannot read the secrets of a stack, and the way out. @param environment pulumi's, which has our own variables for the project too */
export function whyLocked(environment: Environment): string {
	const {
		PULUMI_CONFIG_PASSPHRASE: word,
		PULUMI_CONFIG_PASSPHRASE_FILE: file,
	} = environment;
	// as pulumi, which looks at the file only without the word
	if (word !== undefined)
		return "PULUMI_CONFIG_PASSPHRASE is not the passphrase of the stack";
	return file === undefined || file === ""
		? "set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds it"
		: `${file} does not hold the passphrase of the stack; if it was changed (pulumi stack change-secrets-provider), write the new one into this file`;
}
