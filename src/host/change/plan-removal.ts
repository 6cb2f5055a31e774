import type { Desired } from "../../model/desired.ts";
import { reasonToLetGo, rulesToDelete } from "../held.ts";
import { here } from "../here.ts";
import { kinds } from "../kinds/every-kind.ts";
import type { Situation } from "../kinds/kind.ts";
import { parseMade } from "../kinds/made-text.ts";
import { servesOthers } from "../kinds/serves-others.ts";
import { parseUnit } from "../kinds/unit-note.ts";
import type { Observed } from "../observed.ts";
import type { HostRecord } from "../record.ts";
import type { Step } from "../step.ts";
import { giveBack } from "./give-back.ts";
import { inOrder } from "./in-order.ts";
import { goesOnAsBefore } from "./plan-following.ts";

/**
 * The steps that return a host to what the record says was found. Empty where there is no record. If our unit runs and its
 * files are as we wrote them, we trust the unit to take back what it put in place. If not, the first steps do, and a look follows. Where another
 * role of ours holds some of it too, or it was there before us, our unit does not take it away, and steps return the rest.
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
	const situation = { owner, desired: here(desired, observed), observed };
	const withdrawal = planWithdrawal(situation, record);
	const letGo = reasonToLetGo(record, observed.neighbours);
	if (withdrawal.length > 0 && (letGo !== undefined || !isSound(situation)))
		return withdrawal;
	const back = giveBack(record, situation, ["steps"]);
	const inMemory = hasHeldUnit(record, observed);
	return inOrder([
		{ stop: withdrawal },
		...back,
		{
			"read again": planReaders(situation, record),
			"tell systemd":
				inMemory || goesOnAsBefore(observed, inOrder(back))
					? [reloadSystemd]
					: [],
			forget: [
				{ kind: "forget", recordName: owner, because: "as it was found" },
			],
		},
	]);
}

/** The steps that are left after the record is gone, e.g. where our unit did not take back everything that it had put in place. */
export function planResidue(
	owner: string,
	desired: Desired,
	observed: Observed,
	record: HostRecord,
): Step[] {
	const withdrawal = planWithdrawal({ owner, desired, observed }, record);
	const unit = desired.establishedBy;
	const left =
		unit !== undefined && isNew(unit, record) && observed.units[unit]?.exists;
	return left ? [...withdrawal, reloadSystemd] : withdrawal;
}

/** The steps that take back what our unit put in place: the stop of the unit if it runs, else one step for each thing. */
function planWithdrawal(situation: Situation, record: HostRecord): Step[] {
	const { desired, observed } = situation;
	const unit = desired.establishedBy;
	if (unit !== undefined && observed.units[unit]?.active) {
		const because = reasonToLetGo(record, observed.neighbours);
		return because === undefined
			? [
					{
						kind: "stop",
						units: [unit],
						because: "it takes back what it put in place",
					},
				]
			: [{ kind: "let-go", unit, because }];
	}
	const seen = {
		...record,
		establishes: record.establishes.filter((text) => isThere(text, observed)),
	};
	return inOrder([
		...giveBack(seen, situation, ["our unit"]),
		kinds.ipvs.giveBack(situation, rulesToDelete(record)),
	]);
}

/** Whether the look found a thing that our unit had made. */
function isThere(text: string, observed: Observed): boolean {
	const { of, name } = parseMade(text);
	const kind = kinds[of];
	return kind.takenBackBy === "our unit" && kind.isThere(name, observed);
}

function isSound({ desired, observed }: Situation): boolean {
	const unit = desired.establishedBy;
	return (
		unit !== undefined &&
		observed.units[unit]?.active === true &&
		Object.entries(desired.files).every(
			([path, { content }]) => observed.files[path]?.content === content,
		)
	);
}

/** Reloads or restarts units that ran before us, go on running, and have read files which are gone now. */
function planReaders(
	{ desired, observed }: Situation,
	record: HostRecord,
): Step[] {
	const files = Object.values(desired.files);
	const restarts = new Set(files.map(({ restarts }) => restarts));
	const reloads = new Set(files.map(({ reloads }) => reloads));
	return Object.entries(record.units)
		.filter(
			([unit, found]) =>
				(restarts.has(unit) || reloads.has(unit)) &&
				(parseUnit(found).active ||
					servesOthers(unit, parseUnit(found), observed) ||
					observed.neighbours.units[unit] !== undefined) &&
				observed.units[unit]?.active,
		)
		.map(([unit]) => ({
			kind: restarts.has(unit) ? "restart" : "reload",
			unit,
			because: "as it was found",
		}));
}

const reloadSystemd: Step = {
	kind: "reload-systemd",
	because: "systemd has a unit in memory that is gone",
};

function hasHeldUnit(record: HostRecord, observed: Observed): boolean {
	return Object.keys(record.units).some(
		(unit) => isNew(unit, record) && observed.units[unit]?.held,
	);
}

/** Whether the host did not have the unit before us. */
function isNew(unit: string, { units }: HostRecord): boolean {
	const found = units[unit];
	return found !== undefined && !parseUnit(found).exists;
}
