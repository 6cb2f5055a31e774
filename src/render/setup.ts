import { type Desired, type FileReader, nothing } from "../model/desired.ts";
import { literally } from "../model/placeholders.ts";
import type { Setup } from "../model/setup.ts";

/** Packages, files and units as they were declared. */
export function renderSetup({ packages, files, units }: Setup): Desired {
	return {
		...nothing,
		packages: Object.fromEntries(packages.map((name) => [name, "installed"])),
		files: Object.fromEntries(
			Object.entries(literally(files)).map(([path, file]) => [
				path,
				{ ...file, readBy: readerOf(path) },
			]),
		),
		units: Object.fromEntries(units.map((name) => [name, "enabled active"])),
	};
}

/** Of a file that a user declares, only its path tells who reads it. */
function readerOf(path: string): FileReader {
	if (!path.startsWith("/etc/systemd/system/")) return "others";
	return path.endsWith(".conf") ? "systemd, as a drop-in" : "systemd";
}
