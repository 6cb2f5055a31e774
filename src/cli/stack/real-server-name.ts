import type { HostInputs } from "../../provider/host-inputs.ts";

/** The declared name of the real server that has an address in a cluster; else the address. */
export function realServerName(
	hosts: readonly Pick<HostInputs, "component" | "role" | "name" | "desired">[],
	cluster: string,
	address: string,
): string {
	const found = hosts.find(
		({ component, role, desired }) =>
			component === cluster &&
			role === "real-server" &&
			desired.ownAddress === address,
	);
	return found?.name ?? address;
}
