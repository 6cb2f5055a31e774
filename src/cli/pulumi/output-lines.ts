/**
 * The outputs of a stack, as pulumi writes them. If a value changed, both values are shown.
 *
 * @param before the outputs of the last `up`
 */
export function outputLines(
	outputs: object,
	before: unknown,
	indent = "  ",
): string[] {
	const names = Object.keys(outputs);
	const width = Math.max(...names.map((name) => name.length));
	return Object.entries(outputs).flatMap(([name, value]) => {
		const was = (before as Record<string, unknown> | null | undefined)?.[name];
		const begin = `${indent}${Array.isArray(outputs) ? `[${name}]` : name.padEnd(width)}: `;
		if (typeof value !== "object" || value === null)
			return [`${begin}${change(was, value)}`];
		const [open, close] = Array.isArray(value) ? "[]" : "{}";
		return [
			`${begin}${open}`,
			...outputLines(value, was, `${indent}  `),
			`${indent}${close}`,
		];
	});
}

function change(was: unknown, now: unknown): string {
	const [old, text] = [JSON.stringify(was), JSON.stringify(now)];
	return was === undefined || old === text ? text : `${old} => ${text}`;
}
