import type { ReadLeaf } from "./leaf.ts";
import { unknownKey } from "./unknown-key.ts";
import { wanted } from "./wanted.ts";

/** The server that says sorry: a real server by its name, or a page in HTML. */
export type WhoIsSorry = { readonly name: string } | { readonly page: string };

const mostBytes = 65536;

export const readSorry: ReadLeaf<WhoIsSorry> = (value) => {
	if (typeof value === "string") return { value: { name: value } };
	if (typeof value !== "object" || value === null || Array.isArray(value))
		return {
			problem: wanted(
				'the name of a real server like "maintenance", or a page like { page: "<h1>We are back soon.</h1>" }',
				value,
			),
		};
	const { page, ...more } = value as Record<string, unknown>;
	const [other] = Object.keys(more);
	if (other !== undefined) return { problem: unknownKey(other, ["page"]) };
	if (typeof page !== "string" || page === "")
		return {
			problem: wanted(
				'the page in HTML, like "<h1>We are back soon.</h1>"',
				page,
			),
			at: ["page"],
		};
	return Buffer.byteLength(page) > mostBytes || page.includes("\0")
		? {
				problem: `${page.includes("\0") ? "has a character NUL" : `${Buffer.byteLength(page)} bytes`}; write text of at most ${mostBytes} bytes`,
				at: ["page"],
			}
		: { value: { page } };
};
