import { recordDirectory } from "../model/record-directory.ts";
import { runDirectory } from "../model/run-directory.ts";
import { sh } from "../ssh/shell.ts";

/** The file on a director that keeps the drains that an operator asked for (`lvsctl drain`). */
export function drainedFile(owner: string): string {
	return `${recordDirectory(owner)}/drained`;
}

/** Shell text that prints the first of some files that exists. */
export function printFirst(paths: readonly string[]): string {
	return sh`for file in ${paths}; do [ ! -e "$file" ] || { cat "$file"; break; }; done`;
}

/**
 * The files where the program that receives the results of a director's health checks writes them. The first that exists counts: it is used if the disk takes
 * no writes.
 */
export function healthFiles(owner: string): readonly string[] {
	return [`${runDirectory(owner)}/health`, `${recordDirectory(owner)}/health`];
}

/** The files where the script of a director notes what drains and checks laid over the declared weights. The first that exists counts. */
export function layersFiles(owner: string): readonly string[] {
	return [`${runDirectory(owner)}/layers`, `${recordDirectory(owner)}/layers`];
}
