import type { Finding } from "./finding.ts";
import type { HostConnection } from "./host.ts";
import type { ReadHost } from "./host-schema.ts";
import { resolveHost } from "./resolve.ts";
import type { realServerSchema } from "./schema.ts";
import type { EntrySketch } from "./sketch.ts";

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
export function missingHosts(
	machines: readonly EntrySketch<typeof realServerSchema>[] | undefined,
	why: string,
): Finding[] {
	return (machines ?? [])
		.filter(({ given, isObject }) => isObject && !given.includes("host"))
		.map(({ path }) => ({
			path: [...path, "host"],
			message: `missing; write how the machine is reached: ${why}`,
		}));
}
