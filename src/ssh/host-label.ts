import { defaults } from "../model/defaults.ts";
import type { HostConnection } from "../model/host.ts";

/** Login name, with the default. */
export function loginUser(connection: HostConnection): string {
	return connection.user ?? defaults.user;
}

/** TCP port of sshd, with the default. */
export function sshPort(connection: HostConnection): number {
	return connection.port ?? defaults.sshPort;
}

/** `user@address:port`, and ` via user@address:port` for a jump: how messages and counters name a host. */
export function hostLabel(connection: HostConnection): string {
	const { address, jump } = connection;
	const name = address.includes(":") ? `[${address}]` : address;
	const own = `${loginUser(connection)}@${name}:${sshPort(connection)}`;
	return jump === undefined ? own : `${own} via ${hostLabel(jump)}`;
}
