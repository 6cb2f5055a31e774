import type { Problem } from "../errors.ts";
import { fields } from "./fields.ts";
import type { HostConnection } from "./host.ts";
import type { ReadHost } from "./host-schema.ts";
import { resolveHost } from "./resolve.ts";

export interface NamedHost {
	readonly name: string;
	readonly host: HostConnection;
}

/** The machines of real servers that were declared as a cluster has them. */
export function realServerHosts(
	realServers: Readonly<Record<string, { host?: ReadHost | undefined }>>,
): NamedHost[] {
	return Object.entries(realServers).flatMap(([name, { host }]) =>
		host === undefined ? [] : [{ name, host: resolveHost(host) }],
	);
}

/** A cluster may leave the machine to somebody else; what is set up on it may not. */
export function realServersWithHost(
	declaration: unknown,
	why: string,
): Problem[] {
	return Object.entries(fields(fields(declaration)?.realServers) ?? {})
		.filter(([, found]) => {
			const entry = fields(found);
			return entry !== undefined && entry.host === undefined;
		})
		.map(([name]) => ({
			path: `realServers.${name}.host`,
			message: `missing; write how the machine is reached: ${why}`,
		}));
}
