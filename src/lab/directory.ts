import { createHash } from "node:crypto";
import { readdirSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

// Empty is the same as unset, as the XDG rules and our shell scripts have it: hence || and not ??.

/** Where running labs live: `LVS_STATE_HOME`, else below `XDG_STATE_HOME`, else below `~/.local/state`. */
export function stateHome(environment: Environment): string {
	return resolve(
		environment.LVS_STATE_HOME ||
			join(
				environment.XDG_STATE_HOME || join(homedir(), ".local/state"),
				"pulumi-lvs",
			),
	);
}

/** Where built things live, by version: `LVS_CACHE_HOME`, else below `XDG_CACHE_HOME`, else below `~/.cache`. */
export function cacheHome(environment: Environment): string {
	return resolve(
		environment.LVS_CACHE_HOME ||
			join(
				environment.XDG_CACHE_HOME || join(homedir(), ".cache"),
				"pulumi-lvs",
			),
	);
}

/** The directory of every lab of this user. */
export function labsDirectory(environment: Environment): string {
	return join(stateHome(environment), "labs");
}

/** What tells two labs apart: a hash of the folder's real path, so that two copies of a folder do not collide. */
export function folderHash(folder: string): string {
	return createHash("sha256")
		.update(realPath(folder))
		.digest("hex")
		.slice(0, 8);
}

/** Where the state of a folder's lab goes: the first characters of its name keep socket paths short. */
export function labDirectory(folder: string, environment: Environment): string {
	const stem = basename(realPath(folder))
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "-")
		.slice(0, 12);
	return join(labsDirectory(environment), `${stem}-${folderHash(folder)}`);
}

/** Names of all lab directories there are. */
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

/** A folder that was deleted still has a lab to end: then its nearest parent that is left decides. */
function realPath(folder: string): string {
	try {
		return realpathSync(folder);
	} catch {
		const path = resolve(folder);
		const parent = dirname(path);
		return parent === path ? path : join(realPath(parent), basename(path));
	}
}
