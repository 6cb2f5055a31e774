/** A hexadecimal number, as /proc/net/tcp has them: `0050`. */
export function hexadecimal(number: number, digits: number): string {
	return number.toString(16).toUpperCase().padStart(digits, "0");
}
