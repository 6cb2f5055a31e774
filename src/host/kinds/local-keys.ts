/** The same states under keys in the names of a family. */
export function localKeys<State>(
	states: Readonly<Record<string, State>>,
	local: (text: string) => string,
): Record<string, State> {
	return Object.fromEntries(
		Object.entries(states).map(([key, state]) => [local(key), state]),
	);
}
