import type { HostInputs } from "../../provider/host-inputs.ts";

/** As the declaration names the real server of a cluster that has an address; else the address. */
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
