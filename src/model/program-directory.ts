/** Where the scripts of one component, and the files that they read, are on every host. */
export function programDirectory(component: string): string {
	return `/usr/local/lib/pulumi-lvs/${component}`;
}
