import { droppedBy, filterAdvice } from "./dropped.ts";
import type { Evidence } from "./evidence.ts";
import type { Cause } from "./finding.ts";
import { type Packet, reached } from "./packet.ts";

/** The request is for this host, and its input does not let it come to a socket. */
export function judgeFilter(
	realServer: Evidence,
	came: readonly Packet[] | undefined,
): Cause | undefined {
	if (!came?.length || came.some((packet) => reached(packet, "delivered")))
		return undefined;
	const { name } = realServer;
	const by = droppedBy(realServer, came, "delivered");
	if (by === undefined && came.some((packet) => reached(packet, "sent")))
		return {
			host: name,
			hop: name,
			cause:
				"its own table of IPVS takes the request and sends it on, so that it does not come to its socket",
			wayOut: `On ${name}: ipvsadm -Sn. A director that is a real server too must not balance what another director sends it: declare it as both in one cluster, whose packet filter sees to that, or take the service out there.`,
		};
	return {
		host: name,
		hop: name,
		cause: `its filter drops the request: ${by ?? "in input; nftables does not show by what"}`,
		wayOut: filterAdvice,
	};
}
