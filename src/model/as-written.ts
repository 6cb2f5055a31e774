/** Text as the user wrote it, cut short. Only for places that hold no secret. */
export function asWritten(text: string): string {
	return JSON.stringify(text.length > 64 ? `${text.slice(0, 61)}...` : text);
}
