import * as z from "zod";
import type { Ipv4 } from "./address.ts";
import type { HostConnection } from "./host.ts";
import { hostSchema, type ReadHost } from "./host-schema.ts";
import { leaf } from "./leaf.ts";
import { readRealServerAddress } from "./leaves.ts";
import { resolveHost } from "./resolve.ts";
import { shape } from "./shape.ts";

/** A machine that serves the real servers on the network behind them. */
export interface ServerDeclaration {
	/** How the machine is reached. */
	readonly host: HostConnection;
	/**
	 * IPv4 address under which the real servers reach this machine. It listens on no other address.
	 * @example "172.18.0.69"
	 */
	readonly address: string;
}

export interface Server {
	readonly host: HostConnection;
	readonly address: Ipv4;
}

/** A server with its name in the declaration. */
export interface NamedServer extends Server {
	readonly name: string;
}

export const serverSchema = z.strictObject(
	{
		host: hostSchema(),
		address: leaf<string, Ipv4>(readRealServerAddress),
	},
	shape('a machine like { host, address: "172.18.0.69" }'),
);

interface ReadServer {
	readonly host?: ReadHost | undefined;
	readonly address: Ipv4;
}

export function resolveServer({
	host,
	address,
}: ReadServer & { readonly host: ReadHost }): Server {
	return { host: resolveHost(host), address };
}

/** The servers that declare a connection. */
export function resolveServers(
	servers: Readonly<Record<string, ReadServer>>,
): NamedServer[] {
	return Object.entries(servers).flatMap(([name, { host, address }]) =>
		host === undefined ? [] : [{ name, ...resolveServer({ host, address }) }],
	);
}
