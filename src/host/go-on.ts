import { groupOf } from "./unit-file.ts";

/**
 * Shell text, within a function: lets a service go on that is frozen, or that a signal has stopped. systemd thaws what it has frozen itself, and before version 246
 * it freezes nothing.
 *
 * @param file shell text for the name of the service's file.
 */
export function goOnText(file: string): string {
	return `systemctl thaw ${file} 2>/dev/null
	frozen=${groupOf(file)}/cgroup.freeze
	[ ! -e "$frozen" ] || echo 0 >"$frozen" || return
	systemctl kill -s CONT ${file}`;
}
