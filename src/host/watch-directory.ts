/** Where the watch of a role keeps its notes. It is gone at reboot. */
export function watchDirectory(owner: string): string {
	return `/run/pulumi-lvs/${owner}`;
}
