/** The value of a header in the head of an answer, as curl prints it. */
export function headerOf(head: string, name: string): string | undefined {
	return new RegExp(`^${name}: *(.*?)\\r?$`, "im").exec(head)?.[1];
}
