import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "../errors.ts";

/** Connects to a unix socket, and tries again while nobody listens there yet. */
export async function connectSocket(
	path: string,
	timeoutSeconds: number,
): Promise<Socket> {
	const end = Date.now() + timeoutSeconds * 1000;
	for (;;) {
		try {
			return await new Promise<Socket>((resolve, reject) => {
				const socket = connect(path, () => {
					socket.off("error", reject);
					resolve(socket);
				});
				socket.once("error", reject);
			});
		} catch (error) {
			if (Date.now() > end)
				throw new LabError(
					`${path}: nobody answers there (${(error as NodeJS.ErrnoException).code}) after ${timeoutSeconds} s`,
				);
			await sleep(5);
		}
	}
}

/** Calls `onLine` for every whole line that arrives. */
export function readLines(
	socket: Socket,
	onLine: (line: string) => void,
): void {
	let rest = "";
	socket.setEncoding("utf8");
	socket.on("data", (text: string) => {
		const lines = (rest + text).split("\n");
		rest = lines.pop() ?? "";
		for (const line of lines) onLine(line);
	});
}
