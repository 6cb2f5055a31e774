import { parseTable } from "../ipvs/parse-rule.ts";
import { formatAttributes } from "../ipvs/rule.ts";
import type { Desired } from "../model/desired.ts";
import type { Observed } from "./observed.ts";

/** The desired state while an operator keeps some real servers drained: they have weight 0, whatever is declared. */
export function withDrains(
	desired: Desired,
	drained: Observed["drained"],
): Desired {
	if (Object.keys(drained).length === 0) return desired;
	return {
		...desired,
		ipvs: Object.fromEntries(
			[...parseTable(desired.ipvs)].map(([key, rule]) => [
				key,
				formatAttributes(
					rule.kind === "server" && rule.address.text in drained
						? { ...rule, weight: 0 }
						: rule,
				),
			]),
		),
	};
}
