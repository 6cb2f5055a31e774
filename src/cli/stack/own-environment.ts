import type { Environment } from "../../environment.ts";
import { isLabBackend, pulumiEnvironment } from "./environment.ts";

/**
 * The differences of pulumi's environment from the shell's, if it works on a stack of the user's own. Variables that `lvsctl env` set in the shell for the
 * stack of a lab are removed; variables of the user stay.
 */
export function ownEnvironment(
	shell: Environment,
): Readonly<Record<string, undefined>> {
	if (!isLabBackend(shell)) return {};
	const ours: Environment = pulumiEnvironment("");
	return Object.fromEntries(
		[
			"PULUMI_BACKEND_URL",
			...["PULUMI_STACK", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_HOME"].filter(
				(name) => shell[name] === ours[name],
			),
		].map((name) => [name, undefined]),
	);
}
