import { serviceOfKey } from "../ipvs/key.ts";
import { parseTable } from "../ipvs/parse-rule.ts";
import type { Table } from "../ipvs/rule.ts";
import type { Desired } from "./desired.ts";
import { innerServices } from "./inner-services.ts";

/** The declared rules that clients use. */
export function clientTable(
	desired: Pick<Desired, "ipvs" | "checks" | "failover">,
): Table {
	const inner = innerServices(desired);
	return new Map(
		[...parseTable(desired.ipvs)].filter(
			([key]) => !inner.has(serviceOfKey(key)),
		),
	);
}
