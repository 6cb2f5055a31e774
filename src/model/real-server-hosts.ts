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

/** The machines of the declared real servers, for those that say how they are reached. */
export function realServerHosts(
	realServers: Readonly<Record<string, { host?: ReadHost | undefined }>>,
): NamedHost[] {
	return Object.entries(realServers).flatMap(([name, { host }]) =>
		host === undefined ? [] : [{ name, host: resolveHost(host) }],
	);
}

/** A cluster may leave out how a machine is reached. A component that sets something up on the machine may not. */
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
