import type { Desired, FileReader } from "../model/desired.ts";
import type { Setup } from "../model/setup.ts";
import { formatDraft } from "./draft.ts";

/** Declared packages, files and units. */
export function renderSetup({ packages, files, units }: Setup): Desired {
	return formatDraft({
		packages,
		files: Object.entries(files).map(([path, file]) => ({
			path,
			...file,
			readBy: readerOf(path),
		})),
		units: units.map((unit) => ({ unit, state: "enabled active" })),
	});
}

/** For a file that a user declares, only its path tells which program reads it. */
function readerOf(path: string): FileReader {
	if (!path.startsWith("/etc/systemd/system/")) return "others";
	return path.endsWith(".conf") ? "systemd, as a drop-in" : "systemd";
}
