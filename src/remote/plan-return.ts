import type { Observed } from "./observe.ts";
import type { Found } from "./record.ts";
import type { Step } from "./step.ts";

const because = "as it was found";

/** The steps that return units to what was found. */
export function returnUnits(units: Found, observed: Observed): Step[] {
	return Object.entries(units).flatMap(([unit, found]): Step[] => {
		const now = observed.units[unit];
		if (now?.masked)
			return found === "masked" ? [] : [{ kind: "unmask", unit, because }];
		return [
			...(found.startsWith("enabled")
				? []
				: [{ kind: "disable", unit, because } as const]),
			// one that was not looked at is stopped all the same: that does nothing where it is not active
			...(found.endsWith(" active") || now?.active === false
				? []
				: [{ kind: "stop", units: [unit], because } as const]),
		];
	});
}

/** The steps that return files to what was found. */
export function returnFiles(files: Found): Step[] {
	return Object.entries(files).map(([path, found]): Step => {
		const [, presence, block] =
			/^(present|absent) block (.*)$/.exec(found) ?? [];
		if (block !== undefined)
			return {
				kind: "remove-block",
				path,
				block,
				orFile: presence === "absent",
				because,
			};
		return found.startsWith("/")
			? { kind: "restore", path, from: found, because }
			: { kind: "remove", path, because };
	});
}
