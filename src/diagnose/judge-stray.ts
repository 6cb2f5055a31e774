import { contains } from "../model/address.ts";
import { toldAddress } from "../model/written-address.ts";
import type { Evidence, Route } from "./evidence.ts";
import type { Cause } from "./finding.ts";
import { overruled } from "./overruled.ts";
import type { Sent } from "./routing-rule.ts";

/**
 * The network to which the answer goes is on a link of the host, but its route uses another link: a rule of somebody else's comes first, the link is down, or
 * its route was removed. This is only judged for an answer that is lost, as such a route may be intended.
 */
export function judgeStray(
	host: Evidence,
	route: Route | undefined,
	answer: Sent,
): Cause | undefined {
	const { to: goal } = answer;
	if (route?.device === undefined || route.local) return undefined;
	const own = host.addresses.find(
		({ address, prefix, device }) =>
			device !== "lo" &&
			prefix < 32 &&
			contains(
				{ address: toldAddress(address), prefixLength: prefix },
				toldAddress(goal),
			),
	);
	if (own === undefined || own.device === route.device) return undefined;
	const { device, address, prefix } = own;
	const link = host.links.find((each) => each.device === device);
	const down = link?.up === false || link?.carrier === false;
	const by = `${route.device}${route.gateway === undefined ? "" : ` to ${route.gateway}`}`;
	const other = down ? undefined : overruled(host, route, answer, undefined);
	if (other !== undefined)
		return {
			host: host.name,
			hop: `${host.name} -> ${goal}`,
			cause: `the answer leaves by ${by} and is lost: ${other.words}, and it has ${address}/${prefix} on ${device}`,
			wayOut: other.wayOut,
		};
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
