/** What is said of a line with which ldirectord does not start. */
export function refusedLine(why: string): string {
	return `ldirectord refuses the line: ${why}`;
}
