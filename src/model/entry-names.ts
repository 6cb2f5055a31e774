import type { Problem } from "../errors.ts";
import { quote } from "./describe.ts";
import { fields } from "./fields.ts";
import { isName, nameAdvice } from "./name.ts";

/** What is wrong with the names of a record that must have at least one entry. */
export function entryNames(
	declaration: unknown,
	key: string,
	example: string,
): Problem[] {
	const record = fields(fields(declaration)?.[key]);
	if (record === undefined) return [];
	const names = Object.keys(record);
	return [
		...(names.length === 0
			? [
					{
						path: key,
						message: `empty; declare at least one, like ${example}`,
					},
				]
			: []),
		...names
			.filter((name) => !isName(name))
			.map((name) => ({
				path: `${key}.${name}`,
				message: `${quote(name)} cannot be a name; ${nameAdvice}`,
			})),
	];
}
