import { createHash } from "node:crypto";
import { createServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "../errors.ts";

/**
 * Runs `action` while no other process of this machine holds `name`.
 *
 * The lock is a listening abstract unix socket (unix(7)). The kernel frees it when its holder dies, however that happens, so a
 * lock can never be stale.
 *
 * @param report is called once when we have to wait for another holder.
 */
export async function withLock<T>(
	name: string,
	action: () => Promise<T>,
	options: { waitSeconds: number; report: (line: string) => void },
): Promise<T> {
	const address = `\0pulumi-lvs/${createHash("sha256").update(name).digest("hex").slice(0, 32)}`;
	let server = await hold(address);
	if (server === undefined)
		options.report(
			"waiting for another lvsctl command on the same lab or cache",
		);
	const end = Date.now() + options.waitSeconds * 1000;
	while (server === undefined) {
		if (Date.now() > end)
			throw new LabError(
				`${name}: another lvsctl command has been working on it for ${options.waitSeconds} s; try again when it has ended`,
			);
		await sleep(100);
		server = await hold(address);
	}
	try {
		return await action();
	} finally {
		server.close();
	}
}

function hold(address: string): Promise<Server | undefined> {
	return new Promise((resolve, reject) => {
		const server = createServer((socket) => socket.destroy());
		server.once("error", (error: NodeJS.ErrnoException) =>
			error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
		);
		server.listen(address, () => resolve(server));
	});
}
