import { live } from "../host/change/live.ts";
import type { Observed } from "../host/observed.ts";
import { ruleLine } from "../ipvs/command.ts";
import { serviceOfKey } from "../ipvs/key.ts";
import { parseRule } from "../ipvs/parse-rule.ts";
import { innerServices } from "../model/inner-services.ts";
import { desiredIn } from "./desired-in.ts";
import type { HostInputs, HostOutputs } from "./host-inputs.ts";

/** The outputs of a host that was changed, or looked at. */
export function hostOutputs(
	inputs: HostInputs,
	observed: Observed,
): HostOutputs {
	const desired = desiredIn(inputs);
	const inner = innerServices(desired);
	return {
		...inputs,
		schemaVersion: 1,
		family: observed.family,
		// with the declared weight if a drain or a check lies over it: that is no change of the resource
		rules: Object.entries(live(desired, observed, inputs.secrets).ipvs)
			.filter(([key]) => !inner.has(serviceOfKey(key)))
			.map(([key, attributes]) => ruleLine(parseRule(key, attributes)))
			.sort(),
		revision: observed.generation,
	};
}
