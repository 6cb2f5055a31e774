/** Where the watch of a role keeps its notes. It is gone at reboot. */
export function watchDirectory(owner: string): string {
	return `/run/pulumi-lvs/${owner}`;
}

/** It is there while a director that becomes the only one keeps the VIP. */
export function keepsFile(owner: string): string {
	return `${watchDirectory(owner)}/keeps`;
}
