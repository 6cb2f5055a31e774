import { everyName } from "../model/family.ts";

/** What each program's process is called, in every family. */
const processes = {
	web: everyName("httpd"),
	database: ["mariadbd", "mysqld"],
	redis: ["redis-server"],
	memcached: ["memcached"],
	// it listens for a program that it starts when somebody asks
	socket: ["systemd"],
	sorry: ["perl"],
} as const;

/** The part of `Desired` that says which ports a role serves itself, and by which programs. Empty where it serves none. */
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
