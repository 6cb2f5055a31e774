import type { Desired } from "../../model/desired.ts";
import { deviceFor } from "../look/device-for.ts";
import { isOwed } from "../look/facts/owed.ts";
import type { Observed } from "../look/observe.ts";
import type { Step } from "./step.ts";

/**
 * Addresses, sysctls, routes and the like are put in place by the script of our unit, which knows the order. So where one of
 * them is missing the unit is reloaded. A unit that does not run gets a start, which does the same.
 */
export function planEstablish(
	desired: Desired,
	observed: Observed,
	writes: readonly Step[],
): Step[] {
	const unit = desired.establishedBy;
	if (!observed.units[unit]?.active) return [];
	const [because] = [
		...differences("", desired.sysctls, observed.sysctls),
		...missingAddresses(desired, observed),
		...differences("timeout ", desired.timeouts, observed.timeouts),
		...differences("device ", desired.devices, observed.devices),
		...differences("UDP port ", desired.receivers, observed.receivers),
		...tables("nftables", desired.nftables, observed.nftables),
		...tables("ip rule", desired.routes, observed.routes),
		...(writes.some(isScript) || isOwed(observed.owed, "reload", unit)
			? ["its script changed"]
			: []),
	];
	return because === undefined ? [] : [{ kind: "reload", unit, because }];
}

/** Conditions that only the script of the role can bring about. It runs last, when all that it needs is there. */
export function planScript(
	desired: Desired,
	observed: Observed,
	writes: readonly Step[],
): Step[] {
	const { script } = desired;
	const [because] = [
		...differences("", desired.conditions, observed.conditions),
		...(writes.some((step) => step.kind === "write" && step.path === script) ||
		observed.owed.includes(`run ${script}`)
			? ["the script changed"]
			: []),
	];
	return script === "" || because === undefined
		? []
		: [{ kind: "run", script, because }];
}

type Values = Readonly<Record<string, string>>;

function differences(what: string, wanted: Values, found: Values): string[] {
	return Object.entries(wanted)
		.filter(([key, value]) => found[key] !== value)
		.map(([key]) => `${what}${key} is ${found[key] ?? "missing"}`);
}

/** Differences of tables that belong to us alone. An entry that we did not declare is a difference too. */
function tables(what: string, wanted: Values, found: Values): string[] {
	return [
		...differences(`${what} `, wanted, found),
		...Object.keys(found)
			.filter((key) => wanted[key] === undefined)
			.map((key) => `${what} ${key} is not declared`),
	];
}

function missingAddresses(desired: Desired, observed: Observed): string[] {
	const { list } = observed.addresses;
	return Object.entries(desired.addresses)
		.filter(
			([address, where]) =>
				!list.some(
					(found) =>
						found.address === address &&
						found.device === deviceFor(desired, where, list),
				),
		)
		.map(([address]) => `${address} is missing`);
}

function isScript(step: Step): boolean {
	return (
		step.kind === "write" &&
		(step.file.mode === "755" || step.path.endsWith("/nftables"))
	);
}
