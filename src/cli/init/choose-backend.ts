import { execa } from "execa";
import { type Environment, isSet } from "../../environment.ts";
import { ownEnvironment } from "../stack/own-environment.ts";
import { hasPassphrase } from "../stack/project-state.ts";
import { realPulumi } from "./project-dependencies.ts";

/** Where the state of a new project will be. */
export interface Backend {
	/** Whether this computer has Pulumi itself, and not only a launcher that has yet to fetch it. */
	readonly pulumiIsThere: boolean;
	/** In the project; else where the user keeps it already. */
	readonly ownState: boolean;
	/** Whether a passphrase must be made for the secrets in that state. */
	readonly needsPassphrase: boolean;
}

/**
 * A backend that the user has is taken: one named in the environment, or one that pulumi is logged in to. That of a lab, which
 * `lvsctl env` has set in the shell, is none.
 */
export async function chooseBackend(shell: Environment): Promise<Backend> {
	const environment = { ...shell, ...ownEnvironment(shell) };
	const pulumi = realPulumi();
	const ownState =
		!isSet(environment, "PULUMI_BACKEND_URL") &&
		(pulumi === undefined ||
			(
				await execa(pulumi, ["whoami", "--non-interactive"], {
					reject: false,
					stdin: "ignore",
					env: { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" },
				})
			).exitCode !== 0);
	return {
		pulumiIsThere: pulumi !== undefined,
		ownState,
		needsPassphrase: ownState && !hasPassphrase(environment),
	};
}
