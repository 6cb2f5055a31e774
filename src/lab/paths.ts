import { join } from "node:path";
import { LabError } from "../errors.ts";

/** Files and sockets of one machine in a lab's directory. */
export function machinePaths(directory: string, machine: string) {
	const file = (kind: string) => join(directory, `${machine}.${kind}`);
	return {
		disk: file("qcow2"),
		console: file("console"),
		agent: file("agent"),
		qmp: file("qmp"),
		pidFile: file("pid"),
		key: file("key"),
	};
}

/** The switch's socket for one network card of a machine. */
export function portSocket(
	directory: string,
	machine: string,
	link: string,
): string {
	return join(directory, `${machine}.${link}.net`);
}

/** Files of a lab that belong to no single machine. */
export function labPaths(directory: string) {
	return {
		sshConfig: join(directory, "ssh_config"),
		knownHosts: join(directory, "known_hosts"),
		control: join(directory, "switch.control"),
		switchLog: join(directory, "switch.log"),
		pulumi: join(directory, "pulumi"),
	};
}

/** Refuses a directory whose sockets could not be opened, as `sun_path` of unix(7) holds 107 bytes and an end mark. */
export function checkSocketPaths(paths: readonly string[]): void {
	const longest = paths.reduce((a, b) => (a.length >= b.length ? a : b), "");
	if (Buffer.byteLength(longest) > 107)
		throw new LabError(
			`${longest}: longer than the 107 bytes a unix socket may have; set LVS_STATE_HOME to a shorter directory`,
		);
}
