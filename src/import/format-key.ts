/** A key of an object as it stands in a program. */
export function formatKey(key: string): string {
	return /^[a-zA-Z_]\w*$/.test(key) ? key : JSON.stringify(key);
}
