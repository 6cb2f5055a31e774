/**
 * Whether a machine has the VIP as a director.
 *
 * @param lines what `ip -o -4 address show to VIP` prints there. If the address is on lo, the machine has it as a real server.
 */
export function holdsVip(lines: readonly string[]): boolean {
	return lines.some((line) => /^\d+: (?!lo )/.test(line));
}
