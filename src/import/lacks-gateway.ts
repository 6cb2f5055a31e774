import type { DeclaredRules } from "./declare-vip.ts";
import { routedServices } from "./routed-services.ts";

/** Whether `failover.gateway` is to be filled in: answers come back through whichever director has the VIP, and no address says where. */
export function lacksGateway(declared: DeclaredRules): boolean {
	const { failover } = declared;
	return (
		failover !== undefined &&
		failover.gateway === undefined &&
		routedServices(declared).length > 0
	);
}
