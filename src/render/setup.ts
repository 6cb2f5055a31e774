import { type Desired, nothing } from "../model/desired.ts";
import { literally } from "../model/placeholders.ts";
import type { Setup } from "../model/setup.ts";

/** Packages, files and units as they were declared. */
export function renderSetup({ packages, files, units }: Setup): Desired {
	return {
		...nothing,
		packages: Object.fromEntries(packages.map((name) => [name, "installed"])),
		files: literally(files),
		units: Object.fromEntries(units.map((name) => [name, "enabled active"])),
	};
}
