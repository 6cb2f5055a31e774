import type { DeclaredRules } from "../../import/declare-vip.ts";
import { defaults } from "../../model/defaults.ts";
import { UsageError } from "../usage-error.ts";
import type { Flags } from "./flags.ts";
import type { LookedAt } from "./look-at-hosts.ts";
import { readServices } from "./read-services.ts";

/**
 * The cluster that the flags declare.
 *
 * @param options.page whether real servers get a web server with a test page
 * @param options.proven whether a smoke test is to prove the shares, which only some schedulers promise
 * @param options.at a host's address towards the others
 */
export function declareCluster(
	{ vip = "", forwarding, port = ["80"] }: Flags,
	servers: readonly LookedAt[],
	{
		page,
		proven,
		at,
	}: {
		readonly page: boolean;
		readonly proven: boolean;
		at(host: LookedAt, vip: string): { readonly address: string };
	},
): DeclaredRules {
	return {
		vip,
		forwarding,
		realServers: Object.fromEntries(
			servers.map((host) => [
				host.name,
				{ address: at(host, vip).address, weight: defaults.weight },
			]),
		),
		services: readServices(port, proven ? "wrr" : defaults.scheduler),
		page,
	};
}

/** @throws UsageError if a host has the VIP as its own address. A VIP that was set up before is only there as /32. */
export function refuseTaken(vip: string, hosts: readonly LookedAt[]): void {
	for (const { name, survey } of hosts)
		if (
			survey.addresses.some(
				({ address, prefixLength }) => address === vip && prefixLength < 32,
			)
		)
			throw new UsageError(
				`--vip ${vip}: this is the address of ${name}; a VIP is an address that no host has`,
			);
}

/** TCP ports of the clusters' services, as real servers have them. */
export function portsOf(clusters: readonly DeclaredRules[]): number[] {
	return clusters.flatMap(({ services }) =>
		Object.values(services).flatMap(({ tcp, realServerPort }) =>
			[realServerPort ?? tcp].filter((port) => typeof port === "number"),
		),
	);
}
