import { existsSync } from "node:fs";
import { basename } from "node:path";
import { LabError } from "../errors.ts";
import {
	folderHash,
	labDirectory,
	labsDirectory,
	listLabDirectories,
} from "./directory.ts";
import { type LabState, readLabState } from "./state.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** A lab that was started and not ended: its directory and what is known of it. */
export interface FoundLab {
	readonly directory: string;
	readonly state: LabState;
}

/** The lab of this folder, or of this name; undefined where none was started. A folder may be deleted meanwhile. */
export function findLab(
	folderOrName: string,
	environment: Environment,
): FoundLab | undefined {
	const directory = labDirectory(folderOrName, environment);
	const state = readLabState(directory);
	if (state !== undefined) return { directory, state };
	const hash = folderHash(folderOrName);
	for (const other of listLabDirectories(environment)) {
		const found =
			basename(other) === folderOrName || other.endsWith(`-${hash}`);
		const named = readLabState(other);
		if (named === undefined) continue;
		if (found || (named.name === folderOrName && !existsSync(folderOrName)))
			return { directory: other, state: named };
	}
	return undefined;
}

/** As {@link findLab}, but a lab that does not run is a {@link LabError} that says how to start it. */
export function requireLab(
	folderOrName: string,
	environment: Environment,
): FoundLab {
	const lab = findLab(folderOrName, environment);
	if (lab === undefined)
		throw new LabError(
			`${folderOrName}: no lab runs for this folder (looked in ${labsDirectory(environment)})\n  start it: bin/lvs lab up ${folderOrName}`,
		);
	if (lab.state.phase !== "running")
		throw new LabError(
			`${folderOrName}: the lab is being started, or its start was interrupted\n  start it again: bin/lvs lab up ${folderOrName}`,
		);
	return lab;
}
