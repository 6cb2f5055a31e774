import { isIPv6 } from "node:net";
import type { HostConnection } from "../../model/host.ts";
import { readConnectionAddress } from "../../model/host-leaves.ts";
import { readTarget } from "../../ssh/read-target.ts";
import type { Deployed } from "./deployed.ts";
import { oneMachine } from "./one-machine.ts";

/** The machine that sends requests to a cluster, as its users do. */
export interface Client {
	readonly name: string;
	readonly connection: HostConnection;
}

/** Why there is no client if none was named. */
export const whyNoClient =
	"the stack has no SmokeTest, which says where the client is; name a machine with --from";

/**
 * The client of a stack: the one that `--from` names, else the machine of its first smoke test.
 *
 * @param wrong makes the error for an unknown machine, from the known ones.
 * @throws UsageError where `--from` is the name of several machines.
 * @returns undefined if none was named, and there is no smoke test.
 */
export function clientOf(
	{ hosts, smokeTests }: Pick<Deployed, "hosts" | "smokeTests">,
	from: string | undefined,
	wrong: (known: readonly string[]) => Error,
): Client | undefined {
	if (from === undefined) {
		const [test] = smokeTests;
		return test && { name: "client", connection: test.connection };
	}
	const [host] = oneMachine(from, hosts);
	if (host !== undefined) return { name: from, connection: host.connection };
	const target = readTarget(from);
	if (target?.user === undefined || !canBeDialled(target.address))
		throw wrong([
			...new Set(hosts.map(({ name }) => name)),
			"user@address[:port]",
		]);
	return { name: target.address, connection: target };
}

/** No declaration has the address, so it may be one of IPv6. */
function canBeDialled(address: string): boolean {
	return isIPv6(address) || "value" in readConnectionAddress(address);
}
