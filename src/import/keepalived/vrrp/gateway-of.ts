import { contains, parseIpv4 } from "../../../model/address.ts";
import type { DeclaredRules } from "../../declare-vip.ts";
import { routedServices } from "../../routed-services.ts";
import type { VirtualAddress } from "./virtual-addresses.ts";

const usualPrefixLength = 24;

/**
 * The address that moves with the VIP so that answers by NAT come back: one on the link of all real servers that answer so, and not on the link of the VIP, as
 * there it may be another VIP.
 *
 * @param idle addresses that no service has
 */
export function gatewayOf(
	cluster: DeclaredRules,
	idle: readonly VirtualAddress[],
): VirtualAddress | undefined {
	const servers = routedServices(cluster).flatMap(({ servers }) => servers);
	if (servers.length === 0) return undefined;
	return idle.find(
		(one) =>
			servers.every((server) => areOnOneLink(one, server)) &&
			!areOnOneLink(one, cluster.vip) &&
			!servers.includes(one.address),
	);
}

/** If an address is written alone, or as /32, its link is taken to have the usual size. */
function areOnOneLink(
	{ address, prefixLength = 32 }: VirtualAddress,
	other: string | undefined,
): boolean {
	const [one, another] = [parseIpv4(address), parseIpv4(other ?? "")];
	return (
		one !== undefined &&
		another !== undefined &&
		contains(
			{
				address: one,
				prefixLength: prefixLength === 32 ? usualPrefixLength : prefixLength,
			},
			another,
		)
	);
}
