import type { Problem } from "../errors.ts";
import { wanted } from "../model/wanted.ts";
import { withArticle } from "../model/with-article.ts";
import { knownPart, nameOfType } from "./inputs.ts";

/** What is wrong with a place where a component of ours belongs; several copies of the package agree on its type. */
export function notComponent(
	path: string,
	type: string,
	value: unknown,
): Problem[] {
	return nameOfType(value) === type
		? []
		: [{ path, message: wanted(withArticle(type), knownPart(value)) }];
}

/** As `notComponent`, where it may be left out. */
export function notComponentIfGiven(
	path: string,
	type: string,
	value: unknown,
): Problem[] {
	return value === undefined ? [] : notComponent(path, type, value);
}
