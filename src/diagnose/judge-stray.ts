import { contains, type Ipv4 } from "../model/address.ts";
import type { Evidence, Route } from "./evidence.ts";
import type { Cause } from "./finding.ts";

/**
 * The host has the network of `goal` on a link of its own, and its route goes by another: the link is down, or its route was taken away. Asked
 * only of an answer that is lost, as such a route may be meant.
 */
export function judgeStray(
	host: Evidence,
	route: Route | undefined,
	goal: string,
): Cause | undefined {
	if (route?.device === undefined || route.local) return undefined;
	const own = host.addresses.find(
		({ address, prefix, device }) =>
			device !== "lo" &&
			prefix < 32 &&
			contains(
				{ address: address as Ipv4, prefixLength: prefix },
				goal as Ipv4,
			),
	);
	if (own === undefined || own.device === route.device) return undefined;
	const { device, address, prefix } = own;
	const link = host.links.find((each) => each.device === device);
	const down = link?.up === false || link?.carrier === false;
	const by = `${route.device}${route.gateway === undefined ? "" : ` to ${route.gateway}`}`;
	return {
		host: host.name,
		hop: `${host.name} -> ${goal}`,
		cause: down
			? `its link ${device}, in whose network ${goal} is, ${link.up ? "has no carrier" : "is down"}: the answer leaves by ${by} and is lost`
			: `no route to ${goal} by ${device}, where it has ${address}/${prefix}: the answer leaves by ${by} and is lost`,
		wayOut: down
			? `On ${host.name}: ip link set ${device} up; then lvsctl up.`
			: `Give ${host.name} the route of its link back, or a route to ${goal}: ip route get ${goal}`,
	};
}
