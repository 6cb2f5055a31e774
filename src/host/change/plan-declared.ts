import type { Desired } from "../../model/desired.ts";
import { localise } from "../kinds/localise.ts";
import type { Observed } from "../observed.ts";
import type { Holder } from "../record.ts";
import type { Step } from "../step.ts";
import { plan } from "./plan.ts";

/** The steps that `up` would do: as `plan`, for what was declared, while the drains of an operator are kept. */
export function planDeclared(
	owner: string,
	declared: Desired,
	observed: Observed,
	holder?: Holder,
): Step[] {
	const desired = localise(declared, observed.family);
	return plan(owner, desired, observed, holder);
}
