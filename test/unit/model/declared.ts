import { fileURLToPath } from "node:url";
import type { ClusterDeclaration } from "../../../src/model/declaration.ts";
import type { HostConnection } from "../../../src/model/host.ts";

/** The key of a host of the tests, of the right shape and of no machine. */
export const hostKey = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${"A".repeat(43)}`;

/** A file that is there, and of no machine. */
export const privateKeyFile = fileURLToPath(new URL("key", import.meta.url));

export function connection(port: number): HostConnection {
	return { address: "127.0.0.1", port, privateKeyFile, hostKey };
}

/** The second experiment of the course notes: nothing wrong with it. A new object each time. */
export function declared(): ClusterDeclaration {
	return {
		vip: "172.18.0.70",
		forwarding: "dr",
		directors: { lb: { host: connection(2201), address: "172.18.0.66" } },
		realServers: {
			rs1: { host: connection(2202), address: "172.18.0.67", weight: 2 },
			rs2: { host: connection(2203), address: "172.18.0.68", weight: 3 },
		},
		services: { http: { tcp: 80, scheduler: "wrr" } },
		page: true,
	};
}

/** Stands for "take the key away" in `Changes`. */
export const absent = Symbol("absent");

/** Dotted path into the declaration -> new value. */
export type Changes = Readonly<Record<string, unknown>>;

/** `declared()` with some values changed, taken away or added. */
export function changed(changes: Changes): unknown {
	const declaration = declared();
	for (const [path, value] of Object.entries(changes)) {
		const keys = path.split(".");
		const last = keys.pop() as string;
		let at = declaration as unknown as Record<string, unknown>;
		for (const key of keys) {
			at[key] ??= {};
			at = at[key] as Record<string, unknown>;
		}
		if (value === absent) delete at[last];
		else at[last] = value;
	}
	return declaration;
}
