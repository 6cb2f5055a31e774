import { serviceOfKey } from "../ipvs/key.ts";
import type { Neighbours } from "./observed.ts";
import type { HostRecord } from "./record.ts";

/** Whether another role of ours on the host has a rule of IPVS too. It then stays in the table when we go. */
export function isHeldRule(
	key: string,
	{ services, sharedRules }: Neighbours,
): boolean {
	const service = serviceOfKey(key);
	if (services[service] === undefined) return false;
	// where we have no record any more, a look does not tell which of the real servers are theirs too
	return sharedRules.includes(service) ? sharedRules.includes(key) : true;
}

/** What our unit would take away when it stops, although another role of ours holds it too. The first of it, in words. */
export function heldBeside(
	record: HostRecord,
	neighbours: Neighbours,
): string | undefined {
	return (
		Object.keys(record.addresses).find(
			(address) => address in neighbours.addresses,
		) ??
		record.ipvs.find((key) => isHeldRule(key, neighbours)) ??
		record.establishes.find((made) => neighbours.establishes.includes(made))
	);
}
