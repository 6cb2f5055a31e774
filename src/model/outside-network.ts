import { contains, formatNetwork, type LinkAddress } from "./address.ts";
import type { Finding } from "./finding.ts";
import type { realServerSchema } from "./schema.ts";
import type { EntrySketch } from "./sketch.ts";

/**
 * Real servers whose declared address is outside the network that the engine lets in. This is no mistake if they reach the engine by another link.
 *
 * @param network from which clients may connect. Undefined: not known.
 */
export function outsideNetwork(
	network: LinkAddress | undefined,
	realServers: readonly EntrySketch<typeof realServerSchema>[] = [],
): Finding[] {
	return realServers.flatMap(({ path, values: { address } }) =>
		network === undefined || address === undefined || contains(network, address)
			? []
			: [
					{
						path: [...path, "address"],
						message: `${address} is outside of ${formatNetwork(network)}, from which the database lets clients in; unless this machine reaches it by another address, widen \`network\` of the Database`,
					},
				],
	);
}
