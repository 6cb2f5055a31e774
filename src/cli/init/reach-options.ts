import { defaults } from "../../model/defaults.ts";
import type { ConnectOptions } from "../../ssh/ssh.ts";

/** How hosts are reached on the first look: errors name the options of the command, and whoever waits is told for which host. */
export function reachOptions(name: string): ConnectOptions {
	return {
		name,
		connectSeconds: defaults.lookSeconds,
		commandLine: true,
		waiting: (line) => console.error(line),
	};
}
