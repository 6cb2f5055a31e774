/** The last five lines of standard error that are not empty, to be appended to a message. Empty where there are none. */
export function tail(stderr: string): string {
	const lines = stderr.split(/\r?\n/).filter((line) => line.trim() !== "");
	return lines.length === 0 ? "" : [":", ...lines.slice(-5)].join("\n    ");
}
