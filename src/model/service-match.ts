import { type Match, serviceKey } from "../ipvs/rule.ts";
import type { Service } from "./cluster.ts";
import { matchOfMark, ruleAddress } from "./written-address.ts";

/** ipvsadm writes port 0 for all ports of a VIP; at a real server it means the port that the client asked for. */
export const anyPort = 0;

/** The condition by which a packet belongs to a service, as its rule has it. */
export function matchOf(vip: string, { match }: Pick<Service, "match">): Match {
	return match.protocol === "fwmark"
		? matchOfMark(match.mark)
		: {
				protocol: match.protocol,
				address: ruleAddress(vip),
				port: match.port === "all" ? anyPort : match.port,
			};
}

/** The service as ipvsadm names it. */
export function keyOfService(
	vip: string,
	service: Pick<Service, "match">,
): string {
	return serviceKey(matchOf(vip, service));
}
