/** What is told, each thing once: the same line may be reported for each of several services. */
export function once<Told extends object>(all: readonly Told[]): Told[] {
	return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}
