import type { FileReader } from "../../model/desired.ts";
import type { Planned, Situation, Steps } from "../kinds/kind.ts";
import type { Observed } from "../observed.ts";
import { isOwed } from "../owed.ts";
import type { Step } from "../step.ts";

// These steps follow from other steps of the same change, not from the host's state alone.

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

/** systemd reads a unit when it first needs it. If it has a unit in memory already, it must be told that the unit changed. */
function tellSystemd(observed: Observed, changes: readonly Step[]): Step[] {
	const stale = Object.values(observed.units).some((unit) => unit.stale);
	const changed = changes.some(
		(step) =>
			(step.kind === "write" &&
				(step.file.readBy === "systemd, as a drop-in" ||
					(step.file.readBy === "systemd" &&
						observed.files[step.path] !== undefined))) ||
			((step.kind === "mask" || step.kind === "unmask") &&
				observed.units[step.unit]?.active),
	);
	return stale || changed || goesOnAsBefore(observed, changes)
		? [
				{
					kind: "reload-systemd",
					because: "systemd has an earlier version of a unit in memory",
				},
			]
		: [];
}

/** Whether the changes enable or disable a unit that systemd has in memory and that goes on running. systemd does not notice the change of its link. */
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
 * The script of our unit puts addresses, sysctls, routes and the like in place, as it knows their order. So where one of them
 * is missing, the unit is reloaded. A unit that does not run is started by another step, which does the same.
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
		...(isWritten(changes, "our unit") || isOwed(observed.owed, "reload", unit)
			? ["its script changed"]
			: []),
	];
	return because === undefined ? [] : [{ kind: "reload", unit, because }];
}

function isWritten(changes: readonly Step[], reader: FileReader): boolean {
	return changes.some(
		(step) => step.kind === "write" && step.file.readBy === reader,
	);
}

/** Runs the role's script for conditions that nothing else can bring about. It runs last, when everything that it needs is there. */
function planScript(
	{ desired: { script }, observed }: Situation,
	planned: readonly Planned[],
	changes: readonly Step[],
): Step[] {
	const [because] = [
		...planned.flatMap(({ script = [] }) => script),
		...(isWritten(changes, "our script") ||
		observed.owed.includes(`run ${script}`)
			? ["the script changed"]
			: []),
	];
	return script === undefined || because === undefined
		? []
		: [{ kind: "run", script, because }];
}

/** Reloads or restarts units whose files change or go. A restart also reads what a reload would read. */
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
	const written = [
		...files,
		...changes.flatMap((step) =>
			step.kind === "unpack" ? [step.archive] : [],
		),
	].flatMap(({ reloads }) => reloads ?? []);
	// the host does not tell which unit has read a file that is removed, so all units are reloaded
	const gone = changes.some(({ kind }) => kind === "remove") ? units : [];
	const reloads = new Set([...written, ...gone, ...owes("reload")]);
	// a package that the same change installs may start its units at once, with the distribution's files
	const comes = changes.some(({ kind }) => kind === "install");
	const started = changes.flatMap((step) =>
		step.kind === "start" ? step.units : [],
	);
	const leads = new Set(
		Object.values(desired.files).map(({ leadsTo }) => leadsTo),
	);
	const mayRun = (unit: string) =>
		observed.units[unit]?.active ||
		// a unit that this change has started has read its files as they are now
		(comes && !(leads.has(unit) && started.includes(unit)));
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
