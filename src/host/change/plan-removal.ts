import type { Desired } from "../../model/desired.ts";
import type { Observed } from "../look/observe.ts";
import type { HostRecord } from "../record.ts";
import {
	returnDirectories,
	returnEstablishments,
	returnFiles,
	returnTimeouts,
	returnUnits,
} from "./plan-return.ts";
import { goesOnAsBefore } from "./plan-units.ts";
import { planSysctls, planWithdrawal } from "./plan-withdrawal.ts";
import type { Step } from "./step.ts";

/**
 * The steps that return a host to what the record says was found; empty where there is no record. Where our unit and
 * its script are sound they are trusted to withdraw the VIP; else that is done and looked at before anything else.
 *
 * @param desired what was declared last, in the names of the observed family.
 */
export function planRemoval(
	owner: string,
	desired: Desired,
	observed: Observed,
): Step[] {
	const { record } = observed;
	if (record === undefined) return [];
	const withdrawal = planWithdrawal(desired, observed, record);
	if (withdrawal.length > 0 && !isSound(desired, observed)) return withdrawal;
	const because = "as it was found";
	const modules = Object.entries(record.modules)
		.filter(
			([name, found]) =>
				// one of an earlier declaration is not looked at any more
				found === "unloaded" &&
				(observed.modules[name] ?? "loaded") === "loaded",
		)
		.map(([name]) => name)
		.reverse(); // schedulers before ip_vs
	const returned = returnUnits(record.units, observed);
	return [
		// while what it needs still runs
		...returnEstablishments(
			record.establishes.filter((name) => name.startsWith("script ")),
		),
		...inOneStop([...withdrawal, ...returned]),
		...planSysctls(observed, record),
		...planTimeouts(observed, record),
		...returnFiles(record.files),
		...returnDirectories(record.directories, observed),
		...returnEstablishments(
			record.establishes.filter((name) => name.startsWith("archive ")),
		),
		...planReloads(desired, observed, record),
		...(hasHeldUnit(record, observed) || goesOnAsBefore(observed, returned)
			? [reloadSystemd]
			: []),
		...(modules.length === 0
			? []
			: [{ kind: "unload", modules, because } as const]),
		{ kind: "forget", owner, because },
	];
}

/** Units that go on running as they were found, and have read files that are gone now. */
function planReloads(
	desired: Desired,
	observed: Observed,
	record: HostRecord,
): Step[] {
	const reading = new Set(
		Object.values(desired.files).map(({ reloads }) => reloads),
	);
	return Object.entries(record.units)
		.filter(
			([unit, found]) =>
				reading.has(unit) &&
				(found.endsWith(" active") ||
					observed.neighbours.units[unit] !== undefined) &&
				observed.units[unit]?.active,
		)
		.map(([unit]) => ({ kind: "reload", unit, because: "as it was found" }));
}

/** What is still to be done after the record is gone, e.g. where a unit did not withdraw what it should have. */
export function planResidue(
	desired: Desired,
	observed: Observed,
	record: HostRecord,
): Step[] {
	const withdrawal = planWithdrawal(desired, observed, record);
	const left = Object.entries(record.units).some(
		([name, found]) =>
			found === "absent" &&
			name === desired.establishedBy &&
			observed.units[name]?.exists,
	);
	return left ? [...withdrawal, reloadSystemd] : withdrawal;
}

const reloadSystemd: Step = {
	kind: "reload-systemd",
	because: "it has a unit in memory as it was",
};

function hasHeldUnit(record: HostRecord, observed: Observed): boolean {
	return Object.entries(record.units).some(
		([name, found]) => found === "absent" && observed.units[name]?.held,
	);
}

/** All that is to be stopped in one transaction, first; systemd knows the order. */
function inOneStop(steps: readonly Step[]): Step[] {
	const units = new Set(
		steps.flatMap((step) => (step.kind === "stop" ? step.units : [])),
	);
	const others = steps.filter(({ kind }) => kind !== "stop");
	return units.size === 0
		? others
		: [
				{ kind: "stop", units: [...units], because: "as it was found" },
				...others,
			];
}

function isSound(desired: Desired, observed: Observed): boolean {
	return (
		observed.units[desired.establishedBy]?.active === true &&
		Object.entries(desired.files).every(
			([path, { content }]) => observed.files[path]?.content === content,
		)
	);
}

function planTimeouts(
	{ timeouts }: Observed,
	{ timeouts: found }: HostRecord,
): Step[] {
	return Object.entries(found).some(
		([name, seconds]) =>
			seconds !== "" &&
			timeouts[name] !== undefined &&
			timeouts[name] !== seconds,
	)
		? returnTimeouts(found)
		: [];
}
