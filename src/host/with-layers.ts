import { serviceOfKey } from "../ipvs/key.ts";
import type { Rule, Table } from "../ipvs/rule.ts";
import type { Desired } from "../model/desired.ts";
import { innerServices } from "../model/inner-services.ts";
import type { Observed } from "./observed.ts";

type Seen = Pick<Observed, "drained" | "layers">;

/**
 * The declared rules with what lies over their weights: a real server that an operator drains has weight 0, and one that fails
 * its check has weight 0 or is not in the table; one that passes again may rise slowly.
 */
export function withLayers(
	declared: Table,
	desired: Pick<Desired, "checks" | "failover">,
	{ drained, layers }: Seen,
): Table {
	if (Object.keys(drained).length + Object.keys(layers).length === 0)
		return declared;
	const inner = innerServices(desired);
	const result = new Map<string, Rule>();
	for (const [key, rule] of declared) {
		const over = layers[key]?.weight;
		// no layer knows a rule that is new
		const isDrained =
			rule.kind === "server" &&
			rule.address.text in drained &&
			!inner.has(serviceOfKey(key));
		const weight = over ?? (isDrained ? 0 : undefined);
		if (weight !== "out")
			result.set(
				key,
				weight === undefined || rule.kind === "service"
					? rule
					: { ...rule, weight },
			);
	}
	return result;
}
