import { defaults } from "../../model/defaults.ts";
import type { ConnectOptions } from "../../ssh/ssh.ts";

/** How hosts are reached on the first look: errors name the options of the command, and a line says which host we wait for. */
export function reachOptions(name: string): ConnectOptions {
	return {
		name,
		connectSeconds: defaults.lookSeconds,
		commandLine: true,
		waiting: (line) => console.error(line),
	};
}
