/**
 * The state of a directory in a desired state: mode and owner, `755 www-data:www-data`; or `any`: it must exist, whatever its mode and owner. The two cannot be
 * confused, as only the first has a space.
 */
export type DirectoryState = "any" | `${string} ${string}`;

/** The same as a value. */
export type DirectoryNeed = "any" | ModeAndOwner;

export interface ModeAndOwner {
	/** Octal, e.g. `755`. */
	readonly mode: string;
	/** User and group, `root:root`. */
	readonly owner: string;
}

export function formatDirectoryState(need: DirectoryNeed): DirectoryState {
	return need === "any" ? need : `${need.mode} ${need.owner}`;
}

export function parseDirectoryState(state: DirectoryState): DirectoryNeed {
	if (state === "any") return state;
	const at = state.indexOf(" ");
	return { mode: state.slice(0, at), owner: state.slice(at + 1) };
}
