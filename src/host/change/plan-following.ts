import { programs } from "../../model/program-directory.ts";
import type { Planned, Situation, Steps } from "../kinds/kind.ts";
import type { Observed } from "../observed.ts";
import { isOwed } from "../owed.ts";
import type { Step } from "../step.ts";

// Steps that follow from the others of the same change, and not from the host's state alone.

/** All of them. */
export function planFollowing(
	situation: Situation,
	planned: readonly Planned[],
	changes: readonly Step[],
): Steps {
	return {
		"tell systemd": tellSystemd(situation.observed, changes),
		"by our unit": planUnit(situation, planned, changes),
		"read again": planReaders(situation, changes),
		"by script": planScript(situation, planned, changes),
	};
}

/** systemd reads a unit when it first needs it; it must be told of a change to one that it holds already. */
function tellSystemd(observed: Observed, changes: readonly Step[]): Step[] {
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

/**
 * Addresses, sysctls, routes and the like are put in place by the script of our unit, which knows the order. So where one of
 * them is missing the unit is reloaded. A unit that does not run gets a start, which does the same.
 */
function planUnit(
	{ desired, observed }: Situation,
	planned: readonly Planned[],
	changes: readonly Step[],
): Step[] {
	const unit = desired.establishedBy;
	if (unit === undefined || !observed.units[unit]?.active) return [];
	const [because] = [
		...planned.flatMap(({ unit = [] }) => unit),
		...(changes.some(isProgram) || isOwed(observed.owed, "reload", unit)
			? ["its script changed"]
			: []),
	];
	return because === undefined ? [] : [{ kind: "reload", unit, because }];
}

/** What our unit runs, and what that reads. */
function isProgram(step: Step): boolean {
	return step.kind === "write" && step.path.startsWith(`${programs}/`);
}

/** Conditions that only the script of the role can bring about. It runs last, when all that it needs is there. */
function planScript(
	{ desired: { script }, observed }: Situation,
	planned: readonly Planned[],
	changes: readonly Step[],
): Step[] {
	const [because] = [
		...planned.flatMap(({ script = [] }) => script),
		...(changes.some((step) => step.kind === "write" && step.path === script) ||
		observed.owed.includes(`run ${script}`)
			? ["the script changed"]
			: []),
	];
	return script === undefined || because === undefined
		? []
		: [{ kind: "run", script, because }];
}

/** Units that read a file which is written, or goes, and may run already. A restart reads what a reload would. */
function planReaders(
	{ desired, observed }: Situation,
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
	const restarts = new Set([
		...files.flatMap((file) => file.restarts ?? []),
		...owes("restart"),
	]);
	const written = files.flatMap((file) => file.reloads ?? []);
	// of a file that goes nobody knows any more who read it
	const gone = changes.some(({ kind }) => kind === "remove") ? units : [];
	const reloads = new Set([...written, ...gone, ...owes("reload")]);
	// a package that comes in the same change may start what it brings, with the files of the distribution
	const comes = changes.some(({ kind }) => kind === "install");
	const mayRun = (unit: string) => comes || observed.units[unit]?.active;
	const because = "its files changed";
	return [
		...[...restarts]
			.filter(mayRun)
			.map((unit) => ({ kind: "restart", unit, because }) as const),
		...[...reloads]
			.filter((unit) => mayRun(unit) && !restarts.has(unit))
			.map((unit) => ({ kind: "reload", unit, because }) as const),
	];
}
