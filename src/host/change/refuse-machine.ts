import type { Desired } from "../../model/desired.ts";
import { isScheduler } from "../../model/schedulers.ts";
import { linkOf } from "../device-for.ts";
import type { Observed } from "../observed.ts";
import type { Reason } from "./reason.ts";

/** Refuses a machine that does not have the declared address or the declared interface: it is not the machine that was meant. */
export function wrongMachine(
	{ ownAddress, device }: Desired,
	{ addresses }: Observed,
): Reason[] {
	const has = addresses.list
		.filter((found) => found.device !== "lo")
		.map((found) => `${found.address} on ${found.device}`)
		.join(", ");
	if (device !== undefined && !addresses.devices.includes(device))
		return [
			{
				saw: `there is no interface ${device}, only ${addresses.devices.join(", ")}`,
				advice:
					"Correct `interface`, or leave it out: the interface that has the declared address is then used.",
			},
		];
	if (
		ownAddress !== undefined &&
		linkOf(ownAddress, addresses.list) === undefined
	)
		return [
			{
				saw: `no interface has ${ownAddress}; the host has ${has}`,
				advice:
					"Is this the right machine? Correct `address`, or the connection of `host`.",
			},
		];
	return [];
}

/** Refuses a machine whose kernel cannot do what is declared. */
export function missingModules(
	desired: Desired,
	{ modules }: Observed,
): Reason[] {
	const missing = Object.keys(desired.modules).filter(
		(name) => modules[name] === "missing",
	);
	return missing.length === 0
		? []
		: [
				{
					saw: `this kernel has no ${missing.join(", no ")}`,
					advice: missing.every((name) => name.startsWith("ip_vs_"))
						? `Choose a scheduler that it has: ${schedulersOf(modules).join(", ")}.`
						: "It is part of most distribution kernels: boot one, or install the package with its extra modules (linux-modules-extra, kernel-modules).",
				},
			];
}

function schedulersOf(modules: Observed["modules"]): string[] {
	return Object.keys(modules)
		.filter((name) => modules[name] !== "missing")
		.flatMap((name) => /^ip_vs_(.*)$/.exec(name)?.[1] ?? [])
		.filter(isScheduler);
}
