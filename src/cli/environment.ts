import { join } from "node:path";
import { cacheHome } from "../lab/directory.ts";

/**
 * What pulumi needs in its environment to work on the stack of the lab in `labDirectory`: its state lies inside that
 * directory, so that it ends with the machines it speaks of.
 */
export function pulumiEnvironment(labDirectory: string) {
	return {
		PULUMI_BACKEND_URL: `file://${join(labDirectory, "pulumi")}`,
		PULUMI_CONFIG_PASSPHRASE: "",
		PULUMI_STACK: "lab",
		PULUMI_SKIP_UPDATE_CHECK: "true",
		// the SDK is large: compiled once, program and provider start a quarter of a second sooner each
		NODE_COMPILE_CACHE: join(cacheHome(process.env), "node-compile-cache"),
		PULUMI_HOME: join(cacheHome(process.env), "pulumi-home"),
	};
}
