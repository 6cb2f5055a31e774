import { parseTable } from "../../ipvs/parse-rule.ts";
import { hasThreshold } from "../../ipvs/rule.ts";
import type { Desired } from "../../model/desired.ts";
import type { Observed } from "../look/observe.ts";
import { type Found, type HostRecord, recordDirectory } from "../record.ts";
import { establishments } from "./establishments.ts";
import { ipvsDefaults } from "./ipvs-defaults.ts";

/** What of the record is no longer desired, and has to be returned before it is forgotten. */
export function droppedFrom(
	record: HostRecord,
	desired: Desired,
): Pick<
	HostRecord,
	| "files"
	| "directories"
	| "units"
	| "sysctls"
	| "addresses"
	| "timeouts"
	| "establishes"
> {
	const kept = establishments(desired);
	return {
		files: without(record.files, desired.files),
		directories: without(record.directories, desired.directories),
		units: without(record.units, desired.units),
		sysctls: without(record.sysctls, desired.sysctls),
		addresses: without(record.addresses, desired.addresses),
		timeouts: without(record.timeouts, desired.timeouts),
		establishes: record.establishes.filter((name) => !kept.includes(name)),
	};
}

/** The record that must be on the host before `desired` is applied: the one it has, and what is touched for the first time. */
export function extendRecord(
	owner: string,
	record: HostRecord | undefined,
	desired: Desired,
	observed: Observed,
): HostRecord {
	return {
		schemaVersion: 1,
		files: {
			...found(desired.files, (path) => {
				const block = desired.files[path]?.block;
				const presence =
					observed.files[path] === undefined ? "absent" : "present";
				if (block !== undefined) return `${presence} block ${block}`;
				return presence === "absent"
					? presence
					: `${recordDirectory(owner)}/original${path}`;
			}),
			...only(record?.files, desired.files),
		},
		directories: {
			...found(
				desired.directories,
				(path) =>
					observed.neighbours.directories[path] ??
					directoryWords(observed.directories[path], desired.directories[path]),
			),
			...only(record?.directories, desired.directories),
		},
		units: {
			...found(
				desired.units,
				(name) =>
					observed.neighbours.units[name] ?? unitWords(observed.units[name]),
			),
			...only(record?.units, desired.units),
		},
		modules: {
			...found(observed.modules, (name) =>
				observed.modules[name] === "loaded" ? "loaded" : "unloaded",
			),
			...record?.modules,
		},
		packages: {
			...found(desired.packages, (name) =>
				observed.packages[name] ? "installed" : "missing",
			),
			...record?.packages,
		},
		sysctls: {
			...found(
				desired.sysctls,
				(key) =>
					observed.neighbours.sysctls[key] ??
					observed.sysctls[key] ??
					ipvsDefaults[key] ??
					"",
			),
			...only(record?.sysctls, desired.sysctls),
		},
		addresses: {
			...found(
				desired.addresses,
				(address) =>
					observed.addresses.list.find((found) => found.address === address)
						?.device ?? "absent",
			),
			...only(record?.addresses, desired.addresses),
		},
		ipvs: [
			...new Set([
				// what is gone is forgotten: the same key may come back as somebody else's
				...(record?.ipvs ?? []).filter((key) => observed.ipvs.has(key)),
				...Object.keys(desired.ipvs),
			]),
		].sort(),
		thresholds: [
			...parseTable(desired.ipvs).values(),
			...(record?.ipvs ?? []).flatMap((key) => observed.ipvs.get(key) ?? []),
		].some(hasThreshold),
		timeouts: {
			...found(
				desired.timeouts,
				(name) => observed.timeouts[name] ?? ipvsDefaults[name] ?? "",
			),
			...only(record?.timeouts, desired.timeouts),
		},
		establishes: establishments(desired),
	};
}

function directoryWords(
	found: Observed["directories"][string],
	wanted: string | undefined,
): string {
	if (found === undefined) return "absent";
	return wanted === "any"
		? wanted
		: `${found.mode} ${found.owner.split(" ")[1]}`;
}

function unitWords(unit: Observed["units"][string] | undefined): string {
	if (unit === undefined) return "absent";
	if (unit.masked) return "masked";
	if (!unit.exists) return "absent";
	return `${unit.enabled ? "enabled" : "disabled"} ${unit.active ? "active" : "inactive"}`;
}

type Keyed = Readonly<Record<string, unknown>>;

function only(found: Found = {}, wanted: Keyed): Found {
	return Object.fromEntries(
		Object.entries(found).filter(([key]) => key in wanted),
	);
}

function without(found: Found, wanted: Keyed): Found {
	return Object.fromEntries(
		Object.entries(found).filter(([key]) => !(key in wanted)),
	);
}

function found(
	record: Readonly<Record<string, unknown>>,
	value: (key: string) => string,
): Found {
	return Object.fromEntries(
		Object.keys(record).map((key) => [key, value(key)]),
	);
}
