/** Everything here is gone at reboot: the lock of the host, and a directory for each `<component>-<role>`. */
export const runRoot = "/run/pulumi-lvs";

/** The lock of the host: a change holds it from its beginning to its end. */
export const hostLock = `${runRoot}/lock`;

/** Where the watch and the scripts of a role keep state that lasts until the next boot. */
export function runDirectory(owner: string): string {
	return `${runRoot}/${owner}`;
}
