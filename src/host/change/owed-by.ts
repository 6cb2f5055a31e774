import { unitFile } from "../look/facts/units.ts";
import type { Step } from "./step.ts";

/** Steps that follow from another one of the same change, and that no look would ask for again. */
export function owedBy(steps: readonly Step[]): string[] {
	return steps.flatMap((step) => {
		switch (step.kind) {
			case "reload":
			case "restart":
				return [`${step.kind} ${unitFile(step.unit)}`];
			case "run":
				return [`${step.kind} ${step.script}`];
			default:
				return [];
		}
	});
}
