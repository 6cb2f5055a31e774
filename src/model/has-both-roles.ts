import type { Cluster } from "./cluster.ts";

/** Whether a machine of a cluster, known by its address, is a director and a real server of it. */
export function hasBothRoles(
	{ directors, realServers }: Pick<Cluster, "directors" | "realServers">,
	{ address }: { readonly address: string },
): boolean {
	return [directors, realServers].every((all) =>
		all.some((each) => each.address === address),
	);
}
