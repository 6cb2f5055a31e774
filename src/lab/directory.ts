import { createHash } from "node:crypto";
import { readdirSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { Environment } from "../environment.ts";

// `||` and not `??`: an empty variable counts as unset, as in `isSet`.

/** The directory of running labs: `LVS_STATE_HOME`, else below `XDG_STATE_HOME`, else below `~/.local/state`. */
export function stateHome(environment: Environment): string {
	return resolve(
		environment.LVS_STATE_HOME ||
			join(
				environment.XDG_STATE_HOME || join(homedir(), ".local/state"),
				"pulumi-lvs",
			),
	);
}

/** The directory of built things, by version: `LVS_CACHE_HOME`, else below `XDG_CACHE_HOME`, else below `~/.cache`. */
export function cacheHome(environment: Environment): string {
	return resolve(
		environment.LVS_CACHE_HOME ||
			join(
				environment.XDG_CACHE_HOME || join(homedir(), ".cache"),
				"pulumi-lvs",
			),
	);
}

/** The directory that has all labs of this user. */
export function labsDirectory(environment: Environment): string {
	return join(stateHome(environment), "labs");
}

/** Tells two labs apart: a hash of the folder's real path, so that two copies of a folder have different labs. */
export function folderHash(folder: string): string {
	return createHash("sha256")
		.update(realPath(folder))
		.digest("hex")
		.slice(0, 8);
}

/** The directory with the state of a folder's lab. It has only the first characters of the folder's name, as socket paths must be short. */
export function labDirectory(folder: string, environment: Environment): string {
	const stem = basename(realPath(folder))
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "-")
		.slice(0, 12);
	return join(labsDirectory(environment), `${stem}-${folderHash(folder)}`);
}

/** The names of all lab directories that exist. */
export function listLabDirectories(environment: Environment): string[] {
	const parent = labsDirectory(environment);
	try {
		return readdirSync(parent, { withFileTypes: true })
			.filter((entry) => entry.isDirectory())
			.map((entry) => join(parent, entry.name))
			.sort();
	} catch {
		return [];
	}
}

/** The real path of a folder. A lab must also be found after its folder was deleted: then the nearest parent that exists is resolved. */
function realPath(folder: string): string {
	try {
		return realpathSync(folder);
	} catch {
		const path = resolve(folder);
		const parent = dirname(path);
		return parent === path ? path : join(realPath(parent), basename(path));
	}
}
