import {
	existsSync,
	readFileSync,
	renameSync,
	watch,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";

// `lvsctl` looks at the hosts while the engine starts. It leaves what it finds in a directory, and the provider waits for it there.

/** The variable that names the directory. */
export const foundVariable = "LVS_FOUND";

/** The file that says that no more results will come. */
const end = "end";

/** A host in one role as a state has it: the id of its resource, and the revision, which each change replaces. */
export interface InState {
	readonly id: string;
	/** Undefined: the resource is half-made, or no host. */
	readonly revision?: string | undefined;
}

/** Notes whether a host differs from what its last `up` left. */
export function noteFound(
	directory: string,
	host: InState,
	differs: boolean,
): void {
	write(directory, fileOf(host), differs ? "differs" : "as it was");
}

/** Notes that no more hosts will be looked at. Callers that still wait go on. */
export function noteEnd(directory: string): void {
	write(directory, end, "");
}

/**
 * Whether `lvsctl` found that a host differs from what its last `up` left. Waits until it has looked. False if nothing looks, as in a plain `pulumi up`, if the
 * host could not be looked at, or if the directory is gone.
 */
export async function foundDifferent(
	host: InState,
	directory = process.env[foundVariable],
): Promise<boolean> {
	if (directory === undefined || host.revision === undefined) return false;
	const file = join(directory, fileOf(host));
	const isTold = () =>
		existsSync(file) ||
		existsSync(join(directory, end)) ||
		!existsSync(directory);
	if (!isTold())
		await new Promise<void>((told) => {
			const watcher = watch(directory, check);
			function check() {
				if (!isTold()) return;
				watcher.close();
				told();
			}
			// it may have come before the watch began
			check();
		});
	return existsSync(file) && readFileSync(file, "utf8") === "differs";
}

function fileOf({ id, revision }: InState): string {
	return encodeURIComponent(`${id} ${revision}`);
}

/** A reader sees all of it or nothing. */
function write(directory: string, name: string, text: string): void {
	const file = join(directory, `.${name}`);
	writeFileSync(file, text);
	renameSync(file, join(directory, name));
}
