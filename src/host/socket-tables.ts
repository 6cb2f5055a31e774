/**
 * Shell words for the kernel's lists of sockets that this host has. A kernel without IPv6 (`ipv6.disable=1`) lacks `tcp6` and `udp6`, and mawk, the awk of
 * Debian, ends at the first file that is not there, without those after it.
 */
export function socketTables(
	...names: readonly ("tcp" | "tcp6" | "udp" | "udp6")[]
): string {
	const paths = names.map((name) => `/proc/net/${name}`);
	return `$(ls ${paths.join(" ")} 2>/dev/null)`;
}
