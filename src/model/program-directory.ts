/** The scripts of all components on a host. */
export const programRoot = "/usr/local/lib/pulumi-lvs";

/** Where the scripts of one component, and the files that they read, are on every host. */
export function programDirectory(component: string): string {
	return `${programRoot}/${component}`;
}
