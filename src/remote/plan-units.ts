import type { Desired } from "../model/desired.ts";
import type { Observed } from "./observe.ts";
import type { Step } from "./step.ts";

/** The steps for units by kind, as each kind has its own place among the other steps. */
export function planUnits(desired: Desired, observed: Observed) {
	const masks: Step[] = [];
	const enables: Step[] = [];
	const inactive: string[] = [];
	for (const [unit, state] of Object.entries(desired.units)) {
		const found = observed.units[unit];
		if (state === "masked") {
			if (!found?.masked)
				masks.push({ kind: "mask", unit, because: "it clears the live table" });
			continue;
		}
		if (found?.masked) masks.push({ kind: "unmask", unit, because: "masked" });
		if (!found?.enabled)
			enables.push({ kind: "enable", unit, because: "not started at boot" });
		if (!found?.active) inactive.push(unit);
	}
	const starts: Step[] =
		inactive.length === 0
			? []
			: [{ kind: "start", units: inactive, because: "not active" }];
	return { masks, enables, starts };
}

/** Units that read a file which is written, or goes, and run already. */
export function planFileReloads(
	desired: Desired,
	observed: Observed,
	changes: readonly Step[],
): Step[] {
	const written = changes.flatMap((step) =>
		step.kind === "write" ? (step.file.reloads ?? []) : [],
	);
	// of a file that goes nobody knows any more who read it
	const gone = changes.some(({ kind }) => kind === "remove")
		? Object.keys(desired.units).filter(
				(unit) => unit !== desired.establishedBy,
			)
		: [];
	return [...new Set([...written, ...gone])]
		.filter((unit) => observed.units[unit]?.active)
		.map((unit) => ({ kind: "reload", unit, because: "its files changed" }));
}

/** systemd reads a unit when it first needs it; it must be told of a change to one that it holds already. */
export function planReload(
	desired: Desired,
	observed: Observed,
	changes: readonly Step[],
): Step[] {
	const stale = Object.values(observed.units).some((unit) => unit.stale);
	const changed = changes.some(
		(step) =>
			(step.kind === "write" &&
				step.path.endsWith(".service") &&
				observed.files[step.path] !== undefined) ||
			((step.kind === "mask" || step.kind === "unmask") &&
				observed.units[step.unit]?.active),
	);
	return stale || changed
		? [
				{
					kind: "reload-systemd",
					because: `the file of ${desired.establishedBy} or its neighbours changed`,
				},
			]
		: [];
}
