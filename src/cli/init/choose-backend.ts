import { execa } from "execa";
import { type Environment, isSet } from "../../environment.ts";
import { ownEnvironment } from "../stack/own-environment.ts";
import { hasPassphrase } from "../stack/project-state.ts";
import { realPulumi } from "./project-dependencies.ts";

/** Where the state of a new project will be. */
export interface Backend {
	/** Whether this computer has Pulumi itself, and not only a launcher that would have to fetch it. */
	readonly pulumiIsThere: boolean;
	/** In the project, or where the user already keeps it. */
	readonly ownState: boolean;
	/** Whether a passphrase must be made for the secrets in that state. */
	readonly needsPassphrase: boolean;
}

/**
 * A backend of the user is kept: one named in the environment, or one that pulumi is logged in to. The backend of a lab, which `lvsctl env` has set in the
 * shell, does not count.
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
