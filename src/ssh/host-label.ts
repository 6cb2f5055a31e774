import { defaults } from "../model/defaults.ts";
import type { HostConnection } from "../model/host.ts";
import type { Dialled } from "./dialled.ts";

/** The login name, or its default. */
export function loginUser(connection: HostConnection): string {
	return connection.user ?? defaults.user;
}

/** The TCP port of sshd, or its default. */
export function sshPort(connection: HostConnection): number {
	return connection.port ?? defaults.sshPort;
}

/** The address and port under which known_hosts files have the host's key. */
export function filedAs(connection: Dialled): {
	readonly address: string;
	readonly port: number;
} {
	const { hostKeyAlias, address } = connection;
	return hostKeyAlias === undefined
		? { address, port: sshPort(connection) }
		: { address: hostKeyAlias, port: defaults.sshPort };
}

/** How messages and counters name a host: `user@address:port`, followed by ` via user@address:port` for a jump host. */
export function hostLabel(connection: HostConnection): string {
	const { address, jump } = connection;
	const name = address.includes(":") ? `[${address}]` : address;
	const own = `${loginUser(connection)}@${name}:${sshPort(connection)}`;
	return jump === undefined ? own : `${own} via ${hostLabel(jump)}`;
}

/** Only the machine, whatever the user: `address:port`, followed by ` via address:port` for a jump host. */
export function machineLabel(connection: HostConnection): string {
	const { address, jump } = connection;
	const own = `${address.toLowerCase()}:${sshPort(connection)}`;
	return jump === undefined ? own : `${own} via ${machineLabel(jump)}`;
}

/** Only the address, for lists: `address`, with `:port` if that is not 22. */
export function placeLabel(connection: HostConnection): string {
	const port = sshPort(connection);
	const { address } = connection;
	return port === defaults.sshPort ? address : `${address}:${port}`;
}
