import type { Environment } from "../../environment.ts";
import { isLabBackend, pulumiEnvironment } from "./environment.ts";

/**
 * What pulumi's environment has to differ by where it works on a stack of the user's own. What `lvsctl env` set in the shell for
 * the stack of a lab is taken out there; what the user set stays.
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
