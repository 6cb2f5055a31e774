import { serviceOfKey } from "../ipvs/key.ts";
import { parseTable } from "../ipvs/parse-rule.ts";
import { formatAttributes } from "../ipvs/rule.ts";
import type { Desired } from "../model/desired.ts";
import { probeServices } from "../model/probe-services.ts";
import type { Observed } from "./observed.ts";

/**
 * The desired state with what lies over the declared weights: a real server that an operator drains has weight 0, and one that
 * fails its check has weight 0 or is not in the table.
 */
export function withLayers(
	desired: Desired,
	{ drained, layers }: Pick<Observed, "drained" | "layers">,
): Desired {
	if (Object.keys(drained).length + Object.keys(layers).length === 0)
		return desired;
	const probes = probeServices(desired);
	return {
		...desired,
		ipvs: Object.fromEntries(
			[...parseTable(desired.ipvs)].flatMap(([key, rule]) => {
				const over = layers[key];
				if (over?.weight === "out") return [];
				const weight =
					over?.weight ??
					// a rule that is new by now, and that no layer knows yet
					(rule.kind === "server" &&
					rule.address.text in drained &&
					!probes.has(serviceOfKey(key))
						? 0
						: undefined);
				return [
					[
						key,
						formatAttributes(
							weight === undefined || rule.kind === "service"
								? rule
								: { ...rule, weight },
						),
					],
				];
			}),
		),
	};
}
