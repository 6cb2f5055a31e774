import { serviceOfKey } from "../ipvs/key.ts";
import { parseTable } from "../ipvs/parse-rule.ts";
import type { Table } from "../ipvs/rule.ts";
import type { Desired } from "./desired.ts";
import { probeServices } from "./probe-services.ts";

/** The declared rules that clients use: all but those of health checks. */
export function clientTable(desired: Pick<Desired, "ipvs" | "checks">): Table {
	const probes = probeServices(desired);
	return new Map(
		[...parseTable(desired.ipvs)].filter(
			([key]) => !probes.has(serviceOfKey(key)),
		),
	);
}
