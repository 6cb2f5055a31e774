import type { Desired } from "../model/desired.ts";
import type { Setup } from "../model/setup.ts";
import { formatDraft } from "./draft.ts";

/** Packages, files and units as they were declared. */
export function renderSetup({ packages, files, units }: Setup): Desired {
	return formatDraft({
		packages,
		files: Object.entries(files).map(([path, file]) => ({ path, ...file })),
		units: units.map((unit) => ({ unit, state: "enabled active" })),
	});
}
