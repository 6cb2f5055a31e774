import type { Desired } from "../../model/desired.ts";
import { isOwed } from "../look/facts/owed.ts";
import type { Observed } from "../look/observe.ts";
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
		if (state === "enabled active" && !found?.active) inactive.push(unit);
	}
	const starts: Step[] =
		inactive.length === 0
			? []
			: [{ kind: "start", units: inactive, because: "not active" }];
	return { masks, enables, starts };
}

/** Units that read a file which is written, or goes, and may run already. A restart reads what a reload would. */
export function planFileReloads(
	desired: Desired,
	observed: Observed,
	changes: readonly Step[],
): Step[] {
	const files = changes.flatMap((step) =>
		step.kind === "write" ? [step.file] : [],
	);
	const units = Object.keys(desired.units).filter(
		(unit) => unit !== desired.establishedBy,
	);
	const owes = (kind: "restart" | "reload") =>
		units.filter((unit) => isOwed(observed.owed, kind, unit));
	const restarts = [
		...new Set([
			...files.flatMap((file) => file.restarts ?? []),
			...owes("restart"),
		]),
	];
	const written = files.flatMap((file) => file.reloads ?? []);
	// of a file that goes nobody knows any more who read it
	const gone = changes.some(({ kind }) => kind === "remove") ? units : [];
	const because = "its files changed";
	// a package that comes in the same change may start what it brings, with the files of the distribution
	const comes = Object.keys(desired.packages).some(
		(name) => !observed.packages[name],
	);
	const mayRun = (unit: string) => comes || observed.units[unit]?.active;
	return [
		...restarts
			.filter(mayRun)
			.map((unit) => ({ kind: "restart", unit, because }) as const),
		...[...new Set([...written, ...gone, ...owes("reload")])]
			.filter((unit) => mayRun(unit) && !restarts.includes(unit))
			.map((unit) => ({ kind: "reload", unit, because }) as const),
	];
}

/** systemd reads a unit when it first needs it; it must be told of a change to one that it holds already. */
export function planReload(
	observed: Observed,
	changes: readonly Step[],
): Step[] {
	const stale = Object.values(observed.units).some((unit) => unit.stale);
	const changed = changes.some(
		(step) =>
			(step.kind === "write" &&
				/^\/etc\/systemd\/system\//.test(step.path) &&
				(observed.files[step.path] !== undefined ||
					// a drop-in of a unit that systemd holds already
					step.path.endsWith(".conf"))) ||
			((step.kind === "mask" || step.kind === "unmask") &&
				observed.units[step.unit]?.active),
	);
	return stale || changed || goesOnAsBefore(observed, changes)
		? [
				{
					kind: "reload-systemd",
					because: "a unit changed that it has in memory",
				},
			]
		: [];
}

/** Whether systemd has a unit in memory that is enabled or disabled by its link, and goes on running. */
export function goesOnAsBefore(
	observed: Observed,
	changes: readonly Step[],
): boolean {
	const stopped = changes.flatMap((step) =>
		step.kind === "stop" ? step.units : [],
	);
	return changes.some(
		(step) =>
			(step.kind === "enable" || step.kind === "disable") &&
			!stopped.includes(step.unit) &&
			observed.units[step.unit]?.cached,
	);
}
