import { homedir } from "node:os";
import { join } from "node:path";

/** A path as a user writes it: `~/` is the home of the user who runs the program. */
export function inHome(path: string): string {
	return path.startsWith("~/") ? join(homedir(), path.slice(2)) : path;
}
