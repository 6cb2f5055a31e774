import type { FoundVirtualHost } from "../found-applications.ts";

/** Those that answer on a port at an address that no other has, the first one first. One that has the port goes before those of any port. */
export function hostsOn(
	port: string,
	hosts: readonly FoundVirtualHost[],
): FoundVirtualHost[] {
	const anywhere = hosts.filter(({ address }) => address === "*");
	const exact = anywhere.filter((host) => host.port === port);
	return exact.length > 0
		? exact
		: anywhere.filter((host) => host.port === "*");
}
