/** An error for programs, as one line of JSON. Its shape is told in README. */
export function formatError(message: string, exit: number): string {
	return JSON.stringify({ error: { message, exit } });
}
