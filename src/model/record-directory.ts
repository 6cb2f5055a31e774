/** The records of all components and roles on a host. */
export const recordRoot = "/var/lib/pulumi-lvs";

/** Where a host keeps what `<component>-<role>` must know later: the record, the originals of replaced files, the notes of scripts. It goes with the role. */
export function recordDirectory(owner: string): string {
	return `${recordRoot}/${owner}`;
}
