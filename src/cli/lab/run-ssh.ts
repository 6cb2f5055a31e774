import { spawn } from "node:child_process";
import { constants } from "node:os";
import { LabError } from "../../errors.ts";
import type { FoundLab } from "../../lab/find-lab.ts";
import { labPaths } from "../../lab/paths.ts";

/**
 * Runs ssh to a machine of the lab with our own standard input and outputs. Our exit code becomes that of ssh: the code of the remote command, or 255 if ssh
 * itself failed. We use child_process: with execa ssh would begin 70 ms later, and it has no use here.
 */
export async function runSsh(
	lab: FoundLab,
	machine: string,
	words: readonly string[],
	options: { user?: string } = {},
): Promise<void> {
	const child = spawn(
		"ssh",
		[
			...["-F", labPaths(lab.directory).sshConfig],
			...(options.user === undefined ? [] : ["-l", options.user]),
			...[machine, ...words],
		],
		{ stdio: "inherit" },
	);
	// Ctrl-C also reaches ssh, which is in our process group. We ignore it, and end when ssh does.
	const ignore = () => {};
	process.on("SIGINT", ignore);
	const [exit, signal] = await new Promise<
		[number | null, NodeJS.Signals | null]
	>((resolve, reject) => {
		child.once("error", () =>
			reject(new LabError("ssh is not installed; install openssh-client")),
		);
		child.once("exit", (code, killed) => resolve([code, killed]));
	});
	process.off("SIGINT", ignore);
	process.exitCode =
		exit ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
