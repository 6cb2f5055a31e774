import { join } from "node:path";
import type { Environment } from "../../environment.ts";
import { cacheHome, labsDirectory } from "../../lab/directory.ts";
import { labStack } from "./choose-stack.ts";

/**
 * The environment in which pulumi works on the stack of the lab in `labDirectory`. The state lies inside that directory, so
 * that it is removed together with the machines it describes.
 */
export function pulumiEnvironment(labDirectory: string) {
	return {
		PULUMI_BACKEND_URL: `file://${join(labDirectory, "pulumi")}`,
		PULUMI_CONFIG_PASSPHRASE: "",
		PULUMI_STACK: labStack,
		PULUMI_SKIP_UPDATE_CHECK: "true",
		// the SDK is large: with a compile cache, program and provider each start a quarter of a second sooner
		NODE_COMPILE_CACHE: join(cacheHome(process.env), "node-compile-cache"),
		PULUMI_HOME: join(cacheHome(process.env), "pulumi-home"),
	};
}

/** Whether the shell's backend is that of a lab: only `lvsctl env` names it. */
export function isLabBackend(shell: Environment): boolean {
	return (shell.PULUMI_BACKEND_URL ?? "").startsWith(
		`file://${labsDirectory(shell)}/`,
	);
}
