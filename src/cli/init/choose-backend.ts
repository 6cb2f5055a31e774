import { execa } from "execa";
import { realPulumi } from "./project-dependencies.ts";

/** Where the state of a new project will be. */
export interface Backend {
	readonly pulumiIsThere: boolean;
	/** In the project; else where the user keeps it already. */
	readonly ownState: boolean;
	readonly needsPassphrase: boolean;
}

/** A backend that the user has is taken: one named in the environment, or one that pulumi is logged in to. */
export async function chooseBackend(
	environment: Readonly<Record<string, string | undefined>>,
): Promise<Backend> {
	const isSet = (name: string) => (environment[name] ?? "") !== "";
	const pulumi = realPulumi();
	const ownState =
		!isSet("PULUMI_BACKEND_URL") &&
		(pulumi === undefined ||
			(
				await execa(pulumi, ["whoami", "--non-interactive"], {
					reject: false,
					stdin: "ignore",
					env: { PULUMI_SKIP_UPDATE_CHECK: "true" },
				})
			).exitCode !== 0);
	return {
		pulumiIsThere: pulumi !== undefined,
		ownState,
		needsPassphrase:
			ownState &&
			!isSet("PULUMI_CONFIG_PASSPHRASE") &&
			!isSet("PULUMI_CONFIG_PASSPHRASE_FILE"),
	};
}
