import { formatKey } from "./format-key.ts";
import { formatMissing, Missing } from "./missing.ts";

/**
 * An object as it stands in a program, in one line.
 *
 * @param first what stands before the fields
 */
export function formatObject(value: object, first = ""): string {
	const fields = Object.entries(value).map(
		([key, field]) => `${formatKey(key)}: ${literal(field)}`,
	);
	const all = [...(first === "" ? [] : [first]), ...fields];
	return all.length === 0 ? "{}" : `{ ${all.join(", ")} }`;
}

function literal(value: unknown): string {
	if (value instanceof Missing) return formatMissing(value.what);
	if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
	return typeof value === "object" && value !== null
		? formatObject(value)
		: JSON.stringify(value);
}
