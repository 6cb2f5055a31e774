import { serviceOfKey } from "../ipvs/key.ts";
import { isOurs } from "./address-note.ts";
import type { Neighbours } from "./neighbours.ts";
import type { HostRecord } from "./record.ts";

/** Whether another role of ours on the host has a rule of IPVS too. Then the rule stays in the table when this role goes. */
export function isHeldRule(
	key: string,
	{ services, sharedRules }: Neighbours,
): boolean {
	const service = serviceOfKey(key);
	if (services[service] === undefined) return false;
	// if our record is gone, a look does not tell which of the real servers belong to other roles too
	return sharedRules.includes(service) ? sharedRules.includes(key) : true;
}

/** Why our unit must stop without its script, which would take away more than is ours. Undefined: the script takes away only what is ours. */
export function reasonToLetGo(
	record: HostRecord,
	neighbours: Neighbours,
): string | undefined {
	const held = heldBeside(record, neighbours);
	if (held !== undefined) return `another role holds ${held} too`;
	const [found] = [
		...Object.keys(record.addresses).filter(
			(address) => !isOurs(record.addresses[address]),
		),
		...(record.rulesBefore ?? []),
	];
	return found === undefined ? undefined : `${found} was here before us`;
}

/** The rules that a removal deletes. Rules that the table had before us stay in it. */
export function rulesToDelete({
	ipvs,
	rulesBefore = [],
}: HostRecord): string[] {
	const before = new Set(rulesBefore);
	return ipvs.filter((key) => !before.has(key));
}

/** The first thing, in words, that our unit would take away when it stops although another role of ours holds it too. */
function heldBeside(
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
