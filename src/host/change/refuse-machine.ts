import type { Desired } from "../../model/desired.ts";
import { isScheduler } from "../../model/schedulers.ts";
import { linkOf } from "../device-for.ts";
import type { ModuleState } from "../found-state.ts";
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
	const names = Object.keys(desired.modules);
	return Object.entries(whyNotLoaded).flatMap(([state, { saw, advice }]) => {
		const these = names.filter((name) => modules[name] === state);
		return these.length === 0
			? []
			: [{ saw: saw(these), advice: advice(these, modules) }];
	});
}

/** State of a module that cannot be loaded -> what is said of those that have it. */
const whyNotLoaded: Readonly<
	Record<
		Exclude<ModuleState, "loaded" | "available">,
		{
			readonly saw: (names: readonly string[]) => string;
			readonly advice: (
				names: readonly string[],
				all: Observed["modules"],
			) => string;
		}
	>
> = {
	gone: {
		saw: (names) =>
			`the modules of the running kernel are not on this host, and ${names.join(", ")} cannot be loaded`,
		advice: () =>
			"Where the kernel was updated since the last boot: reboot. In a container: load them on the machine around it.",
	},
	missing: {
		saw: (names) => `this kernel has no ${names.join(", no ")}`,
		advice: (names, all) =>
			names.every((name) => name.startsWith("ip_vs_"))
				? `Choose a scheduler that it has: ${schedulersOf(all).join(", ")}.`
				: "It is part of most distribution kernels: boot one, or install the package with its extra modules (linux-modules-extra, kernel-modules).",
	},
	forbidden: {
		saw: (names) =>
			`the configuration of modprobe keeps ${names.join(", ")} from being loaded`,
		advice: (names) =>
			`Take the line "install" for it, or for a module that it needs, out of /etc/modprobe.d: modprobe -n -v ${names[0]} shows it.`,
	},
	locked: {
		saw: (names) =>
			`kernel.modules_disabled is 1: this kernel loads no more modules, and ${names.join(", ")} must be loaded`,
		advice: (_, all) =>
			`Write a line for each into /etc/modules-load.d/lvs.conf, which is read before that setting at boot, and reboot: ${Object.keys(
				all,
			)
				.filter((name) => all[name] !== "loaded")
				.join(", ")}.`,
	},
};

function schedulersOf(modules: Observed["modules"]): string[] {
	return Object.keys(modules)
		.filter((name) => /^(loaded|available)$/.test(modules[name] ?? ""))
		.flatMap((name) => /^ip_vs_(.*)$/.exec(name)?.[1] ?? [])
		.filter(isScheduler);
}
