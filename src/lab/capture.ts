import { connect, type Socket } from "node:net";
import { LabError } from "../errors.ts";
import type { FoundLab } from "./find-lab.ts";
import { labPaths } from "./paths.ts";

/**
 * Opens a stream of pcap from the lab's switch: every frame to or from this machine from now on, on one link or on all links.
 * The stream ends when the caller destroys it, or with the lab.
 */
export async function openCapture(
	{ directory }: FoundLab,
	machine: string,
	link?: string,
): Promise<Socket> {
	const path = labPaths(directory).control;
	return await new Promise((resolve, reject) => {
		const socket = connect(path, () => {
			socket.write(`${["capture", machine, link].filter(Boolean).join(" ")}\n`);
			socket.off("error", refused);
			resolve(socket);
		});
		const refused = (error: NodeJS.ErrnoException) =>
			reject(
				new LabError(
					`${path}: the switch of the lab does not answer (${error.code}); lvsctl lab up starts it again`,
				),
			);
		socket.once("error", refused);
	});
}
