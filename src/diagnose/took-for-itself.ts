import { contains } from "../model/address.ts";
import { toldAddress } from "../model/written-address.ts";
import type { Evidence } from "./evidence.ts";
import type { Cause } from "./finding.ts";
import { deviceOf } from "./hosts.ts";

/**
 * Whether the host has a network on lo that contains another machine: the kernel takes all addresses of such a network for its own, so it drops what comes from
 * that machine and sends it nothing.
 */
export function tookForItself(
	host: Evidence,
	/** Empty where there is no client. */
	goal: string,
): Pick<Cause, "cause" | "wayOut"> | undefined {
	if (goal === "" || deviceOf(host, goal) !== undefined) return undefined;
	const wide = host.addresses.find(
		({ device, address, prefix }) =>
			device === "lo" &&
			prefix < 32 &&
			contains(
				{ address: toldAddress(address), prefixLength: prefix },
				toldAddress(goal),
			),
	);
	if (wide === undefined) return undefined;
	const { address, prefix } = wide;
	return {
		cause: `takes ${goal} for itself: ${address}/${prefix} on lo makes the whole network local; it must be /32`,
		wayOut: `On ${host.name}: ip addr del ${address}/${prefix} dev lo, also in the network configuration that adds it at boot; then lvsctl up, which adds what is missing.`,
	};
}
