/** The last five lines of standard error that are not empty, as what follows in a message; nothing where there are none. */
export function tail(stderr: string): string {
	const lines = stderr.split(/\r?\n/).filter((line) => line.trim() !== "");
	return lines.length === 0 ? "" : [":", ...lines.slice(-5)].join("\n    ");
}
