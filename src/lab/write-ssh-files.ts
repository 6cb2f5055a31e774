import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { labPaths } from "./paths.ts";
import { knownHosts, sshConfig } from "./ssh-config.ts";
import type { LabState } from "./state.ts";

/** Writes the files that make `ssh -F DIRECTORY/ssh_config MACHINE` work, from the lab's state. */
export function writeSshFiles(directory: string, lab: LabState): void {
	const paths = labPaths(directory);
	writeFileSync(paths.knownHosts, knownHosts(Object.values(lab.machines)));
	writeFileSync(
		paths.sshConfig,
		sshConfig(
			Object.entries(lab.machines).map(([name, { port }]) => ({ name, port })),
			{
				privateKeyFile: join(lab.image, "key"),
				knownHosts: paths.knownHosts,
			},
		),
	);
}
