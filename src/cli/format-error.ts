/** An error for programs, as one line of JSON. The README describes its shape. */
export function formatError(message: string, exit: number): string {
	return JSON.stringify({ error: { message, exit } });
}
