/** Where the scripts of ours are on every host, and what they read. */
export const programs = "/usr/local/lib/pulumi-lvs";

/** Those of one component. */
export function programDirectory(component: string): string {
	return `${programs}/${component}`;
}
