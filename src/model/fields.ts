/** The own keys of an object, without those of Object.prototype; undefined where the value is not an object. */
export function fields(value: unknown): Record<string, unknown> | undefined {
	return typeof value === "object" && value !== null && !Array.isArray(value)
		? Object.assign(Object.create(null), value)
		: undefined;
}
