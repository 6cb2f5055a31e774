/** Lines that only one of the two texts has: `- ` what was there before, `+ ` what is there now. */
export function difference(before: string, now: string): string[] {
	const [old, recent] = [before, now].map((text) => text.split("\n"));
	return [
		...(old ?? [])
			.filter((line) => !recent?.includes(line))
			.map((line) => `- ${line}`),
		...(recent ?? [])
			.filter((line) => !old?.includes(line))
			.map((line) => `+ ${line}`),
	];
}
