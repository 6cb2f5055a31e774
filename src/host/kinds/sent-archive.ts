/** The path of an archive on the host until it is unpacked. */
export function sentArchive(sha256: string): string {
	return `/var/cache/pulumi-lvs/${sha256}`;
}
