const word = "virtual router ";

/** How a director holds its number among those that agree by VRRP, which one role of a host can have. */
export function formatVirtualRouter(routerId: number): string {
	return `${word}${routerId}`;
}

export function isVirtualRouter(text: string): boolean {
	return text.startsWith(word);
}
