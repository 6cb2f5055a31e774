const word = "virtual router ";

/** The words for a director's VRRP number. Only one role of a host can have this number. */
export function formatVirtualRouter(routerId: number): string {
	return `${word}${routerId}`;
}

export function isVirtualRouter(text: string): boolean {
	return text.startsWith(word);
}
