import type { Observed } from "../look/observe.ts";
import type { Found } from "../record.ts";
import type { Step } from "./step.ts";

const because = "as it was found";

/** The steps that return units to what was found. One that another role of ours needs stays; that one returns it when it goes. */
export function returnUnits(all: Found, observed: Observed): Step[] {
	const units = Object.fromEntries(
		Object.entries(all).filter(
			([unit]) => observed.neighbours.units[unit] === undefined,
		),
	);
	const stops = Object.entries(units)
		.filter(
			// one that was not looked at is stopped all the same: that does nothing where it is not active
			([unit, found]) =>
				!found.endsWith(" active") &&
				!observed.units[unit]?.masked &&
				observed.units[unit]?.active !== false,
		)
		.map(([unit]) => unit);
	return [
		...Object.entries(units).flatMap(([unit, found]): Step[] => {
			if (observed.units[unit]?.masked)
				return found === "masked" ? [] : [{ kind: "unmask", unit, because }];
			return found.startsWith("enabled")
				? []
				: [{ kind: "disable", unit, because }];
		}),
		...(stops.length === 0
			? []
			: [{ kind: "stop", units: stops, because } as const]),
	];
}

/** Addresses of ours, where they were not before. */
export function returnAddresses(addresses: Found, observed: Observed): Step[] {
	return Object.entries(addresses).flatMap(([address, found]): Step[] =>
		observed.addresses.list
			.filter((at) => at.address === address && at.device !== found)
			.map(({ device }) => ({ kind: "withdraw", address, device, because })),
	);
}

/** One that another cluster of ours needs stays; it returns it when it goes. */
export function returnSysctls(sysctls: Found, observed: Observed): Step[] {
	return Object.entries(sysctls)
		.filter(
			([key, found]) =>
				found !== "" &&
				observed.neighbours.sysctls[key] === undefined &&
				observed.sysctls[key] !== found,
		)
		.map(([key, value]) => ({ kind: "sysctl", key, value, because }));
}

/** Sets the timeouts that were found. `ipvsadm --set` takes all three, and 0 leaves one as it is. */
export function returnTimeouts(timeouts: Found): Step[] {
	const known = Object.entries(timeouts).filter(
		([, seconds]) => seconds !== "",
	);
	return known.length === 0
		? []
		: [
				{
					kind: "set-timeouts",
					timeouts: Object.fromEntries(known),
					because,
				},
			];
}

export function returnEstablishments(names: readonly string[]): Step[] {
	return names.map((establishment) => ({
		kind: "undo",
		establishment,
		because,
	}));
}

/** The steps that return directories to what was found; one of ours that is not empty stays, with what is in it. */
export function returnDirectories(
	directories: Found,
	observed: Observed,
): Step[] {
	return Object.entries(directories)
		.filter(
			([path, found]) =>
				// one that was there, whatever it was like, is left as it is
				found !== "any" && observed.neighbours.directories[path] === undefined,
		)
		.reverse() // what is in a directory before itself
		.map(([path, found]): Step => {
			const [mode = "", owner = ""] = found.split(" ");
			return found === "absent"
				? { kind: "remove-directory", path, because }
				: { kind: "directory", path, mode, owner, because };
		});
}

/** The steps that return files to what was found. */
export function returnFiles(files: Found): Step[] {
	const absent = Object.keys(files).filter((path) => files[path] === "absent");
	return [
		...(absent.length === 0
			? []
			: [{ kind: "remove", paths: absent, because } as const]),
		...Object.entries(files).flatMap(([path, found]): Step[] => {
			const [, presence, block] =
				/^(present|absent) block (.*)$/.exec(found) ?? [];
			if (block !== undefined)
				return [
					{
						kind: "remove-block",
						path,
						block,
						orFile: presence === "absent",
						because,
					},
				];
			return found.startsWith("/")
				? [{ kind: "restore", path, from: found, because }]
				: [];
		}),
	];
}
