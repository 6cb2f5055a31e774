import { accessSync, constants, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Environment } from "../environment.ts";
import { LabError } from "../errors.ts";

/** Directories that may be missing in an ordinary user's PATH. */
const more = ["/usr/sbin", "/sbin"];

/** Debian packages that labs need and this computer does not have, in the order of the list. */
export function missingPackages(environment: Environment): string[] {
	const path = [...(environment.PATH ?? "").split(delimiter), ...more];
	return needs().flatMap(([what, name]) =>
		(what.startsWith("/")
			? [what]
			: path.map((directory) => join(directory, what))
		).some(isThere)
			? []
			: [name],
	);
}

/** @throws LabError that names all that is missing, before anything is built. */
export function requireLabNeeds(environment: Environment): void {
	const missing = missingPackages(environment);
	if (missing.length > 0)
		throw new LabError(
			`labs need packages that this computer does not have: ${missing.join(", ")}\n  ${installAdvice(missing)}`,
		);
}

/** The command that installs them. */
export function installAdvice(missing: readonly string[]): string {
	return `Debian and Ubuntu: sudo apt-get install --no-install-recommends ${missing.join(" ")}`;
}

/** Program or file, and its package. */
function needs(): (readonly [string, string])[] {
	const file = new URL("../../tools/lab-needs", import.meta.url);
	const user = process.getuid?.() === 0 ? [] : ["newuidmap uidmap"];
	return [...readFileSync(file, "utf8").split("\n"), ...user]
		.filter((line) => line !== "" && !line.startsWith("#"))
		.map((line) => {
			const [what = "", name = ""] = line.split(" ");
			return [what, name] as const;
		});
}

function isThere(path: string): boolean {
	try {
		accessSync(path, constants.R_OK);
		return true;
	} catch {
		return false;
	}
}
