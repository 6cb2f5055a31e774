import type { Desired } from "../../model/desired.ts";
import { sh } from "../../ssh/shell.ts";
import type { FoundUnit } from "../found-state.ts";
import { without } from "../record.ts";
import type { Step } from "../step.ts";
import { unitFile } from "../unit-file.ts";
import type { Kind, Steps } from "./kind.ts";
import { liveLocal } from "./live-local.ts";
import { localKeys } from "./local-keys.ts";
import { oneFor } from "./one-for.ts";
import { servesOthers, whatOthersMeet } from "./serves-others.ts";
import { isTimer, startedBy } from "./started-by.ts";
import { formatUnit, parseUnit } from "./unit-note.ts";

/** systemd units. One `systemctl show` asks about all of them, as a fork costs tens of ms on a small machine. */
export const units: Kind<"units"> = {
	title: "unit",
	localise: localKeys,
	probe({ units }) {
		const names = askedAbout(units);
		return names.length === 0
			? ""
			: sh`systemctl show -p LoadState,UnitFileState,ActiveState,NeedDaemonReload,WantedBy ${names}`;
	},
	parse({ lines }, { units }) {
		// systemctl prints one block for each unit, in the order asked for; a key that comes a second time begins the next block
		const blocks: Map<string, string>[] = [];
		for (const line of lines) {
			const at = line.indexOf("=");
			if (at < 0) continue;
			const key = line.slice(0, at);
			let block = blocks.at(-1);
			if (block === undefined || block.has(key)) {
				block = new Map();
				blocks.push(block);
			}
			block.set(key, line.slice(at + 1));
		}
		const asked = askedAbout(units);
		const stateOf = (unit: string) =>
			blocks[asked.indexOf(unit)]?.get("ActiveState");
		return Object.fromEntries(
			Object.keys(units).map((name, index) => [
				name,
				{
					...found(blocks[index]),
					...(isTimer(name) && stateOf(startedBy(name)) === "failed"
						? { startsFailed: true as const }
						: {}),
				},
			]),
		);
	},
	plan({ desired, observed }) {
		const mask: Step[] = [];
		const enable: Step[] = [];
		const inactive: string[] = [];
		const askedFor = Object.values(desired.files).map(({ leadsTo }) => leadsTo);
		for (const [unit, state] of Object.entries(desired.units)) {
			const found = observed.units[unit];
			if (state === "masked") {
				if (!found?.masked)
					mask.push({
						kind: "mask",
						unit,
						because: "it must not run",
					});
				continue;
			}
			if (found?.masked) mask.push({ kind: "unmask", unit, because: "masked" });
			if (!found?.enabled)
				enable.push({ kind: "enable", unit, because: "not started at boot" });
			if (state === "enabled active" && !found?.active) inactive.push(unit);
		}
		return {
			steps: {
				mask,
				"at boot": enable,
				"start before": [
					// before anything is restarted, which systemd does to no frozen unit
					...Object.entries(observed.standstill).map(
						([unit, because]) => ({ kind: "go-on", unit, because }) as const,
					),
					...start(inactive.filter((unit) => askedFor.includes(unit))),
				],
				start: start(inactive.filter((unit) => !askedFor.includes(unit))),
			},
		};
	},
	noted: {
		found: (name, { observed }) => formatUnit(observed.units[name]),
		untilDropped: true,
		// a unit that goes stays until every file that led to it has been written and read again: until then it may still be asked
		waits: ({ desired, observed }) =>
			Object.entries(desired.files).some(
				([path, { reloads, content }]) =>
					reloads !== undefined &&
					observed.files[path] !== undefined &&
					observed.files[path].content !== content,
			),
	},
	takenBackBy: "steps",
	giveBack(found, { observed }) {
		const because = "as it was found";
		const units = Object.entries(found).map(
			([unit, words]) => [unit, parseUnit(words)] as const,
		);
		const goes = ([unit, was]: (typeof units)[number]) =>
			!servesOthers(unit, was, observed);
		const running = units
			.filter(goes)
			.filter(
				// a unit that was not looked at is stopped too, which does nothing where it is not active
				([unit, was]) =>
					!was.active &&
					!observed.units[unit]?.masked &&
					observed.units[unit]?.active !== false,
			)
			.map(([unit]) => unit);
		return {
			stop: oneFor(running, (names) => ({
				kind: "stop",
				units: names,
				because,
			})),
			"not at boot": units.filter(goes).flatMap(([unit, was]): Step[] => {
				if (observed.units[unit]?.masked)
					return was.masked ? [] : [{ kind: "unmask", unit, because }];
				return was.enabled ? [] : [{ kind: "disable", unit, because }];
			}),
		} satisfies Steps;
	},
	left: (found, observed) =>
		Object.entries(without(found, observed.neighbours.units)).flatMap(
			([unit, words]) => whatOthersMeet(unit, words, observed),
		),
	live: ({ declared, observed }) =>
		liveLocal(declared.units, observed.family, (name, wanted) =>
			state(observed.units[name], wanted, name in observed.standstill),
		),
};

function start(units: readonly string[]): Step[] {
	return oneFor(units, (units) => ({
		kind: "start",
		units,
		because: "not active",
	}));
}

function state(
	unit: FoundUnit | undefined,
	wanted: Desired["units"][string],
	still: boolean,
): Desired["units"][string] | undefined {
	if (unit === undefined) return undefined;
	if (unit.masked) return "masked";
	if (wanted === "enabled" && unit.enabled) return wanted;
	const state = `${unit.enabled ? "enabled" : "disabled"} ${unit.active ? "active" : "inactive"}${still ? ", but stands still" : ""}`;
	// nobody can declare this state: it is only for people who read the drift
	return state as Desired["units"][string];
}

/** The units, and then the services that those among them which are timers start. */
function askedAbout(units: Desired["units"]): string[] {
	const names = Object.keys(units);
	return [...names.map(unitFile), ...names.filter(isTimer).map(startedBy)];
}

function found(block: ReadonlyMap<string, string> | undefined): FoundUnit {
	const load = block?.get("LoadState");
	const state = block?.get("UnitFileState");
	const activity = block?.get("ActiveState");
	const held = (block?.get("WantedBy") ?? "") !== "";
	return {
		exists: load === "loaded",
		enabled: state === "enabled" || state === "enabled-runtime",
		masked: load === "masked" || state === "masked",
		active: activity === "active",
		stale: block?.get("NeedDaemonReload") === "yes",
		held,
		// systemd reads an inactive unit again each time unless another unit wants it; it keeps a failed unit in memory like one that runs
		cached: held || (activity !== undefined && activity !== "inactive"),
	};
}
