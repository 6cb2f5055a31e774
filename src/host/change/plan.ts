import type { Command } from "../../ipvs/command.ts";
import { parseTable } from "../../ipvs/parse-rule.ts";
import type { Desired } from "../../model/desired.ts";
import { equal } from "../equal.ts";
import { deviceFor } from "../look/device-for.ts";
import type { Observed } from "../look/observe.ts";
import { droppedFrom, extendRecord } from "./extend-record.ts";
import { planArchives, planDirectories } from "./plan-directories.ts";
import { planEstablish, planScript } from "./plan-establish.ts";
import { planFiles } from "./plan-files.ts";
import { planIpvs } from "./plan-ipvs.ts";
import {
	returnAddresses,
	returnDirectories,
	returnEstablishments,
	returnFiles,
	returnSysctls,
	returnTimeouts,
	returnUnits,
} from "./plan-return.ts";
import { planFileReloads, planReload, planUnits } from "./plan-units.ts";
import type { Step } from "./step.ts";

/**
 * The steps that bring a host from what was observed to what is desired, in the order they are applied; empty where
 * nothing is left to do. Pure: the same property serves idempotence, drift and verification.
 *
 * @param desired in the names of the observed family.
 */
export function plan(
	owner: string,
	desired: Desired,
	observed: Observed,
): Step[] {
	const writes = planFiles(desired, observed);
	const { masks, enables, starts } = planUnits(desired, observed);
	const dropped = planDropped(desired, observed);
	const reloads = planReload(observed, [
		...dropped,
		...writes,
		...masks,
		...enables,
	]);
	const steps: Step[] = [
		...planPackages(desired, observed),
		...planArchives(desired, observed),
		...planDirectories(desired, observed),
		...writes,
		...masks,
		...enables,
		...reloads,
		...planModules(desired, observed),
		...planTable(owner, desired, observed),
		...planEstablish(desired, observed, writes),
		...planFileReloads(desired, observed, [...dropped, ...writes]),
		...starts,
		...planScript(desired, observed, writes),
	];
	// The record is written between the two: what goes back is still in it until then, and what is new must be in it before.
	return [...dropped, ...planRecord(owner, desired, observed, steps), ...steps];
}

/** Writes down what was found on the host, before anything is touched. */
function planRecord(
	owner: string,
	desired: Desired,
	observed: Observed,
	steps: readonly Step[],
): Step[] {
	const record = extendRecord(owner, observed.record, desired, observed);
	if (observed.record !== undefined && equal(record, observed.record))
		return [];
	const rules = !equal(record.ipvs, observed.record?.ipvs ?? []);
	const originals = Object.entries(record.files).filter(
		([path, found]) =>
			found.startsWith("/") && observed.record?.files[path] === undefined,
	);
	return [
		...originals.map(
			([path, as]): Step => ({
				kind: "keep",
				path,
				as,
				because: "destroy puts it back",
			}),
		),
		{
			kind: "record",
			owner,
			record,
			rules,
			because:
				steps.length === 0
					? "the host was already as declared"
					: "destroy returns to it",
		},
	];
}

/** What an earlier declaration wanted and this one does not (a page, a web server) goes back to what was found. */
function planDropped(desired: Desired, observed: Observed): Step[] {
	if (observed.record === undefined) return [];
	const dropped = droppedFrom(observed.record, desired);
	return [
		...returnUnits(dropped.units, observed),
		...returnAddresses(dropped.addresses, observed),
		...moveAddresses(desired, observed),
		...returnSysctls(dropped.sysctls, observed),
		...returnTimeouts(dropped.timeouts),
		...returnEstablishments(dropped.establishes),
		...returnFiles(dropped.files),
		...returnDirectories(dropped.directories, observed),
	];
}

/** An address of ours that an earlier declaration wanted on another device. */
function moveAddresses(desired: Desired, observed: Observed): Step[] {
	const { list } = observed.addresses;
	return Object.entries(desired.addresses).flatMap(([address, where]) =>
		list
			.filter(
				(found) =>
					found.address === address &&
					observed.record?.addresses[address] === "absent" &&
					found.device !== deviceFor(desired, where, list),
			)
			.map(({ device }): Step => {
				return {
					kind: "withdraw",
					address,
					device,
					because: "it belongs on another device",
				};
			}),
	);
}

function planPackages(desired: Desired, observed: Observed): Step[] {
	const missing = Object.keys(desired.packages).filter(
		(name) => !observed.packages[name],
	);
	return missing.length === 0
		? []
		: [{ kind: "install", packages: missing, because: "not installed" }];
}

function planModules(desired: Desired, observed: Observed): Step[] {
	const unloaded = Object.keys(desired.modules).filter(
		(name) => observed.modules[name] !== "loaded",
	);
	return unloaded.length === 0
		? []
		: [{ kind: "load", modules: unloaded, because: "not loaded" }];
}

function planTable(
	owner: string,
	desired: Desired,
	observed: Observed,
): Step[] {
	const { changes, reschedules, leaving, deletions } = planIpvs(
		parseTable(desired.ipvs),
		observed.ipvs,
		observed.record?.ipvs ?? [],
	);
	const ipvs = (commands: readonly Command[], more = {}): Step[] =>
		commands.length === 0
			? []
			: [
					{
						kind: "ipvs",
						commands,
						...more,
						because: "the kernel's table differs",
					},
				];
	const seconds = desired.drainSeconds;
	const drains = leaving.length > 0 && seconds > 0;
	const [vip = ""] = Object.keys(desired.addresses)[0]?.split("/") ?? [];
	// the start of our unit loads them, from its file
	const loaded =
		desired.establishedBy !== "" &&
		!observed.units[desired.establishedBy]?.active &&
		!reschedules;
	return [
		...(loaded ? [] : ipvs(changes, reschedules ? { reschedules: vip } : {})),
		...(drains
			? [
					{
						kind: "drain",
						owner,
						seconds,
						servers: leaving,
						because: "no longer declared",
					} as const,
				]
			: []),
		...ipvs(deletions),
	];
}
