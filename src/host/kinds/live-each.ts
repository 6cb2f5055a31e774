/** Each declared thing as it was found. A thing that was not found is left out. */
export function liveEach<Wanted, Live>(
	declared: Readonly<Record<string, Wanted>>,
	look: (name: string, wanted: Wanted) => Live | undefined,
): Record<string, Live> {
	return Object.fromEntries(
		Object.entries(declared).flatMap(([key, wanted]) => {
			const found = look(key, wanted);
			return found === undefined ? [] : [[key, found]];
		}),
	);
}
