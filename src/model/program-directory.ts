/** Where our scripts, and the files that they read, are on every host. */
export const programs = "/usr/local/lib/pulumi-lvs";

/** The directory of one component. */
export function programDirectory(component: string): string {
	return `${programs}/${component}`;
}
