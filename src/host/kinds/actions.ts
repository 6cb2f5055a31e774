import type { Family } from "../../model/family.ts";
import type { Session } from "../../ssh/session.ts";
import type { Step, StepOf } from "../step.ts";
import { addressSteps } from "./addresses.ts";
import { archiveSteps } from "./archives.ts";
import { scriptSteps } from "./conditions.ts";
import { directorySteps } from "./directories.ts";
import { kinds } from "./every-kind.ts";
import { fileSteps } from "./file-steps.ts";
import { filterSteps } from "./filter-steps.ts";
import type { Action, Actions } from "./kind.ts";
import { formatMade } from "./made-text.ts";
import { moduleSteps } from "./modules.ts";
import { packageSteps } from "./packages.ts";
import { recordSteps } from "./record-steps.ts";
import { ruleSteps } from "./rule-steps.ts";
import { definitions } from "./shell-function.ts";
import { sysctlSteps } from "./sysctls.ts";
import { timeoutSteps } from "./timeouts.ts";
import { standstillSteps, unitSteps } from "./unit-steps.ts";

/** How each step describes itself, its shell text, and what a change must know of it. */
const actions: Actions<Step["kind"]> = {
	...recordSteps,
	...packageSteps,
	...moduleSteps,
	...fileSteps,
	...directorySteps,
	...archiveSteps,
	...unitSteps,
	...standstillSteps,
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

/** Shell text that defines the functions that steps call. */
export function functionsOf(steps: readonly Step[]): string {
	return definitions(steps.flatMap((step) => actionOf(step).functions ?? []));
}

/** How many seconds steps may take in one change, beside what a change takes anyway. */
export function secondsOf(steps: readonly Step[]): number {
	const all = new Set(steps.map(({ kind }) => kind));
	return [...all].reduce((sum, kind) => sum + secondsOfKind(kind, steps), 0);
}

function secondsOfKind<Kind extends Step["kind"]>(
	kind: Kind,
	steps: readonly Step[],
): number {
	const own = steps.filter((step): step is StepOf<Kind> => step.kind === kind);
	return actions[kind].seconds?.(own) ?? 0;
}

/** What must be done for a step before the change begins. Undefined: nothing. */
export function beforeOf(
	step: Step,
): ((session: Session) => Promise<void>) | undefined {
	const { before } = actionOf(step);
	return before && ((session) => before(step, session));
}

function actionOf<Kind extends Step["kind"]>(step: {
	readonly kind: Kind;
}): Action<Kind> {
	return actions[step.kind];
}
