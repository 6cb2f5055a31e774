/** The own keys of an object, or undefined where the value is none. No key of Object.prototype comes along. */
export function fields(value: unknown): Record<string, unknown> | undefined {
	return typeof value === "object" && value !== null && !Array.isArray(value)
		? Object.assign(Object.create(null), value)
		: undefined;
}
