import type { Family } from "../../model/family.ts";
import type { Step } from "../step.ts";
import { addressSteps } from "./addresses.ts";
import { archiveSteps } from "./archives.ts";
import { scriptSteps } from "./conditions.ts";
import { directorySteps } from "./directories.ts";
import { kinds } from "./every-kind.ts";
import { fileSteps } from "./files.ts";
import { filterSteps } from "./filters.ts";
import { ruleSteps } from "./ipvs.ts";
import type { Action, Actions } from "./kind.ts";
import { formatMade } from "./made-text.ts";
import { moduleSteps } from "./modules.ts";
import { packageSteps } from "./packages.ts";
import { recordSteps } from "./record-steps.ts";
import { sysctlSteps } from "./sysctls.ts";
import { timeoutSteps } from "./timeouts.ts";
import { unitSteps } from "./units.ts";

/** How each step describes itself, and its shell text. */
const actions: Actions<Step["kind"]> = {
	...recordSteps,
	...packageSteps,
	...moduleSteps,
	...fileSteps,
	...directorySteps,
	...archiveSteps,
	...unitSteps,
	...sysctlSteps,
	...addressSteps,
	...ruleSteps,
	...timeoutSteps,
	...filterSteps,
	...scriptSteps,
	undo: {
		describe: (thing) => `remove ${formatMade(thing)}`,
		render: ({ of, name }) => kinds[of].made.undo(name),
	},
};

/** What the step does, for progress, previews and errors: `write /etc/ipvsadm.rules`. */
export function describe(step: Step): string {
	return actionOf(step).describe(step);
}

/** What the step does, and why: a line of drift. */
export function explain(step: Step): string {
	return `${describe(step)}: ${step.because}`;
}

/** The shell text of one step. Its last exit status tells whether the step was done. */
export function render(step: Step, family: Family): string {
	return actionOf(step).render(step, family);
}

function actionOf<Kind extends Step["kind"]>(step: {
	readonly kind: Kind;
}): Action<Kind> {
	return actions[step.kind];
}
