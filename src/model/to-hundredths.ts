/** Rounds to hundredths: sums and differences of decimal fractions are not exact. */
export function toHundredths(value: number): number {
	return Math.round(value * 100) / 100;
}
