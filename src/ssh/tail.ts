/** The last lines of standard error, for a message. */
export function tail(stderr: string): string {
	const lines = stderr.trimEnd().split("\n").slice(-5).join("\n    ");
	return lines === "" ? "" : `:\n    ${lines}`;
}
