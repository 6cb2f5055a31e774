import { everyName } from "../model/family.ts";

/** The name of each program's process, in every family. */
const processes = {
	web: everyName("httpd"),
	database: ["mariadbd", "mysqld"],
	redis: ["redis-server"],
	memcached: ["memcached"],
	// systemd listens for a program that it starts at the first connection
	socket: ["systemd"],
	sorry: ["perl"],
} as const;

/** The part of `Desired` that names the ports that a role serves itself, and the programs that serve them. Empty if it serves none. */
export function serves(
	program: keyof typeof processes,
	ports: readonly number[],
): { readonly serves?: Readonly<Record<string, readonly string[]>> } {
	return ports.length === 0
		? {}
		: {
				serves: Object.fromEntries(
					ports.map((port) => [port, processes[program]]),
				),
			};
}
