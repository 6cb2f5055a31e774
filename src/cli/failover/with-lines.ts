/** The same error, with lines of what is so by now. */
export function withLines(error: unknown, lines: readonly string[]): unknown {
	if (error instanceof Error)
		error.message += lines.map((line) => `\n  ${line}`).join("");
	return error;
}
