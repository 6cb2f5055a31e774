/** The last five lines of standard error that are not empty, to be appended to a message. Empty where there are none. */
export function tail(stderr: string): string {
	return appended(linesOf(stderr).slice(-shown));
}

/**
 * What a login printed that did not start a script: the first lines of its standard output, as a program that takes the script for something else may print
 * parts of it later, and the last ones of its standard error.
 */
export function printedByLogin(stdout: Buffer, stderr: Buffer): string {
	return appended([
		...linesOf(stdout.toString("utf8")).slice(0, shown),
		...linesOf(stderr.toString("utf8")).slice(-shown),
	]);
}

const shown = 5;

function linesOf(text: string): string[] {
	return text.split(/\r?\n/).filter((line) => line.trim() !== "");
}

function appended(lines: readonly string[]): string {
	return lines.length === 0 ? "" : [":", ...lines].join("\n    ");
}
