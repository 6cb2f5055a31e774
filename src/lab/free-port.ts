import { createServer } from "node:net";
import getPort from "get-port";

/** A TCP port of the loopback address that is free, and that we did not give to another machine a moment ago. */
export function freePort(): Promise<number> {
	return getPort({ host: "127.0.0.1" });
}

/** Whether this TCP port of the loopback address can be used. */
export function isFree(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once("error", () => resolve(false));
		server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
	});
}
