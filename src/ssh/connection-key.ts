import type { HostConnection } from "../model/host.ts";
import { loginUser, sshPort } from "./host-label.ts";

/** Two connections to the same machine have the same key, whatever their user. */
export function placeKey(connection: HostConnection): string {
	const { address, jump } = connection;
	return JSON.stringify([address, sshPort(connection), jump && placeKey(jump)]);
}

/** Two connections with the same key can share one session. The key holds the private key, so it never leaves the pool. */
export function connectionKey(connection: HostConnection): string {
	const { jump, ...own } = connection;
	return JSON.stringify([
		placeKey(connection),
		{ ...own, user: loginUser(connection) },
		jump && connectionKey(jump),
	]);
}
