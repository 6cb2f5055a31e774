import type { ServiceRule } from "../ipvs/rule.ts";
import { matchOfMark } from "../model/written-address.ts";

/**
 * The IPVS service of a mark of our own, which no client uses. It has one server, so the scheduler does not matter.
 *
 * @param onePacket whether the kernel forgets each packet of UDP at once.
 */
export function ownService(mark: number, onePacket = false): ServiceRule {
	return {
		kind: "service",
		match: matchOfMark(mark),
		scheduler: "rr",
		persistence: undefined,
		onePacket,
		flags: [],
		others: [],
	};
}
