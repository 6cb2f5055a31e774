import { existsSync } from "node:fs";
import { basename } from "node:path";
import type { Environment } from "../environment.ts";
import { LabError } from "../errors.ts";
import { quote } from "../model/quote.ts";
import {
	labDirectory,
	labsDirectory,
	listLabDirectories,
} from "./directory.ts";
import { type LabState, readLabState } from "./state.ts";

/** A lab that was started and not ended: its directory, and its state. */
export interface FoundLab {
	readonly directory: string;
	readonly state: LabState;
}

/**
 * The lab of this folder, or with this name; undefined where none was started. The folder may have been deleted since. If
 * several labs have the name, a {@link LabError} lists them.
 */
export function findLab(
	folderOrName: string,
	environment: Environment,
): FoundLab | undefined {
	const directory = labDirectory(folderOrName, environment);
	const state = readLabState(directory);
	if (state !== undefined) return { directory, state };
	if (existsSync(folderOrName)) return undefined;
	const named = listLabDirectories(environment)
		.flatMap((directory): FoundLab[] => {
			const state = readLabState(directory);
			return state === undefined ? [] : [{ directory, state }];
		})
		.filter(
			({ directory, state }) =>
				state.name === folderOrName || basename(directory) === folderOrName,
		);
	if (named.length > 1)
		throw new LabError(
			`${folderOrName}: ${named.length} labs have this name; say which by its folder:\n${named.map(({ state }) => `  ${state.folder}`).join("\n")}`,
		);
	return named[0];
}

/** As {@link findLab}, but if no such lab runs, a {@link LabError} says how to start it. */
export function requireLab(
	folderOrName: string,
	environment: Environment,
): FoundLab {
	const lab = findLab(folderOrName, environment);
	if (lab === undefined)
		throw new LabError(
			`${folderOrName}: no lab runs for this folder (looked in ${labsDirectory(environment)})\n  start it: lvsctl lab up ${quote(folderOrName)}`,
		);
	if (lab.state.phase !== "running")
		throw new LabError(
			`${folderOrName}: the lab is being started, or its start was interrupted\n  start it again: lvsctl lab up ${quote(folderOrName)}`,
		);
	return lab;
}
