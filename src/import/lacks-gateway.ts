import type { DeclaredRules } from "./declare-vip.ts";
import { routedServices } from "./routed-services.ts";

/** Whether `failover.gateway` must be filled in: answers come back through the director that has the VIP, and no address for that is known. */
export function lacksGateway(declared: DeclaredRules): boolean {
	const { failover } = declared;
	return (
		failover !== undefined &&
		failover.gateway === undefined &&
		routedServices(declared).length > 0
	);
}
