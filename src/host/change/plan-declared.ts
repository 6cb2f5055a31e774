import type { Desired } from "../../model/desired.ts";
import { localise } from "../kinds/localise.ts";
import type { Observed } from "../observed.ts";
import type { Holder } from "../record.ts";
import type { Step } from "../step.ts";
import { plan } from "./plan.ts";

/** The steps that `up` would do. It is `plan` for the declared state, before its names are those of the host's family. */
export function planDeclared(
	owner: string,
	declared: Desired,
	observed: Observed,
	holder?: Holder,
): Step[] {
	return plan(owner, localise(declared, observed.family), observed, holder);
}
