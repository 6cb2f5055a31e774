import type { Text } from "../model/host-text.ts";

/** Where distributions keep sessions. They remove old ones there, and PHP itself may not list the directory. */
const cleanedByOthers = ["/var/lib/php/sessions", "/var/lib/php/session"];

/**
 * Settings by which PHP removes old sessions from a directory that the declared settings name. A distribution's timer only cleans the directory of php.ini, and
 * Debian switches PHP's own collector off. The collector goes by the time of the last request, so sessions in use stay.
 */
export function collectorSettings(
	declared: Readonly<Record<string, Text>>,
): Readonly<Record<string, Text>> {
	const handler = declared["session.save_handler"] ?? "files";
	const directory = declared["session.save_path"] ?? "";
	return handler === "files" &&
		typeof directory === "string" &&
		// "2;/srv/sessions" means directories in two levels, in which PHP does not remove sessions
		directory.startsWith("/") &&
		!cleanedByOthers.includes(directory.replace(/\/+$/, ""))
		? {
				// on average one request in a hundred that opens a session
				"session.gc_probability": "1",
				"session.gc_divisor": "100",
			}
		: {};
}
