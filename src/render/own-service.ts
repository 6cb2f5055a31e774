import type { ServiceRule } from "../ipvs/rule.ts";
import { matchOfMark } from "../model/written-address.ts";

/** The IPVS service of a mark of our own, which no client uses. It has one server, so the scheduler does not matter. */
export function ownService(mark: number): ServiceRule {
	return {
		kind: "service",
		match: matchOfMark(mark),
		scheduler: "rr",
		persistence: undefined,
		onePacket: false,
		flags: [],
		others: [],
	};
}
