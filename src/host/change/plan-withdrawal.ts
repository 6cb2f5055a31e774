import type { Desired } from "../../model/desired.ts";
import type { Observed } from "../look/observe.ts";
import type { HostRecord } from "../record.ts";
import { planIpvs } from "./plan-ipvs.ts";
import {
	returnAddresses,
	returnEstablishments,
	returnSysctls,
} from "./plan-return.ts";
import type { Step } from "./step.ts";

/** The steps that take back what our unit put in place: by the unit where it runs, else one by one. */
export function planWithdrawal(
	desired: Desired,
	observed: Observed,
	record: HostRecord,
): Step[] {
	const unit = desired.establishedBy;
	if (observed.units[unit]?.active)
		return [{ kind: "stop", units: [unit], because: "it withdraws the VIP" }];
	const because = `${unit} did not withdraw it`;
	const { changes, deletions } = planIpvs(
		new Map(),
		observed.ipvs,
		record.ipvs,
	);
	const commands = [...changes, ...deletions];
	return [
		...returnAddresses(record.addresses, observed),
		...(commands.length === 0
			? []
			: [{ kind: "ipvs", commands, because } as const]),
		...returnEstablishments(
			record.establishes.filter((name) => isThere(name, observed)),
		),
		...planSysctls(observed, record),
	];
}

/** Those of a module or device that is gone have gone with it. */
export function planSysctls(observed: Observed, record: HostRecord): Step[] {
	const there = Object.entries(record.sysctls).filter(
		([key]) => observed.sysctls[key] !== undefined,
	);
	return returnSysctls(Object.fromEntries(there), observed);
}

/** Whether what our unit made was seen. */
function isThere(establishment: string, observed: Observed): boolean {
	const [kind, name = ""] = establishment.split(" ");
	switch (kind) {
		case "nftables":
			return Object.keys(observed.nftables).length > 0;
		case "routing":
			return Object.keys(observed.routes).length > 0;
		case "device":
			return observed.devices[name] === "up";
		case "archive":
		case "script":
			return false; // its removal is a step of its own
		default:
			return observed.receivers[name] !== undefined;
	}
}
