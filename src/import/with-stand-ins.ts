import { Missing } from "./missing.ts";

/** Services for the check of the model: what is missing in them counts as right. */
export function withStandIns(services: object): object {
	return filled(services) as object;
}

function filled(value: unknown): unknown {
	if (value instanceof Missing) return value.standIn;
	return typeof value !== "object" || value === null || Array.isArray(value)
		? value
		: Object.fromEntries(
				Object.entries(value).map(([key, field]) => [key, filled(field)]),
			);
}
