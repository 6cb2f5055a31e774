import type { ServiceRule } from "../ipvs/rule.ts";

/** The IPVS service of a mark of our own, which no client has. One server is in it, so it does not matter how one is chosen. */
export function ownService(mark: number): ServiceRule {
	return {
		kind: "service",
		match: { protocol: "fwmark", mark, family: 4 },
		scheduler: "rr",
		persistence: undefined,
		onePacket: false,
		flags: [],
		others: [],
	};
}
